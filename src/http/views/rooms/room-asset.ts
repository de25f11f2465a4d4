import { createHash } from 'node:crypto'

export interface RoomAsset {
  path: string
  body: string | Uint8Array<ArrayBuffer>
  contentType: string
}

/** The name changes with the content, so that browsers may keep each file for ever. */
export function roomAsset(name: string, contentType: string, body: RoomAsset['body']): RoomAsset {
  const [stem, ending] = name.split('.')
  const print = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${stem}.${print}.${ending}`, body, contentType }
}

/** A script of one room; `roomPage` takes it where it is needed. */
export const scriptAsset = (name: string, body: string) =>
  roomAsset(name, 'text/javascript; charset=utf-8', body.trim())
