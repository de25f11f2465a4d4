import { createHash } from 'node:crypto'
import { appleTouch180, icon192, icon512, maskable512 } from './icon-images.ts'
import { ROOM_SCRIPT } from './script.ts'
import { ROOM_CSS } from './styles.ts'

export interface RoomAsset {
  path: string
  body: string | Uint8Array<ArrayBuffer>
  contentType: string
}

/** The name changes with the content, so that browsers may keep each file for ever. */
function asset(name: string, contentType: string, body: RoomAsset['body']): RoomAsset {
  const [stem, ending] = name.split('.')
  const print = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${stem}.${print}.${ending}`, body, contentType }
}

const png = (name: string, base64: string) =>
  asset(name, 'image/png', Uint8Array.from(Buffer.from(base64, 'base64')))

export const roomStyles = asset(
  'rooms.css',
  'text/css; charset=utf-8',
  ROOM_CSS.replace(/\s*\n\s*/g, '\n').trim(),
)
export const roomScript = asset('rooms.js', 'text/javascript; charset=utf-8', ROOM_SCRIPT.trim())
export const appIcons = {
  small: png('app-192.png', icon192),
  large: png('app-512.png', icon512),
  maskable: png('app-maskable.png', maskable512),
  apple: png('app-apple.png', appleTouch180),
}

export const roomAssets: RoomAsset[] = [roomStyles, roomScript, ...Object.values(appIcons)]
