export type ThumbnailType = 'image/webp' | 'image/jpeg'

/** A page's picture made small, ours to serve. */
export interface Thumbnail {
  /** Of the bytes, so that the address of a picture never shows another one. */
  hash: string
  type: ThumbnailType
  width: number
  height: number
  bytes: Uint8Array
}

/** Turns downloaded bytes into a thumbnail, or says in one sentence why it is none. */
export type MakeThumbnail = (
  bytes: Uint8Array,
) => Promise<{ thumbnail: Thumbnail } | { problem: string }>

/** `retryAfterS`: the server asked for so much patience. */
export type ThumbnailReading =
  | { thumbnail: Thumbnail }
  | { problem: string; isTransient: boolean; retryAfterS?: number }

/** Fetches a picture through the guarded door and makes it small. */
export type ReadThumbnail = (url: string) => Promise<ThumbnailReading>

export const MAX_THUMBNAIL_BYTES = 40 * 1024

const EXTENSIONS = { 'image/webp': 'webp', 'image/jpeg': 'jpg' } as const satisfies Record<
  ThumbnailType,
  string
>

/** `/images/HASH.webp`. */
export function thumbnailPath({ hash, type }: Pick<Thumbnail, 'hash' | 'type'>): string {
  return `/images/${hash}.${EXTENSIONS[type]}`
}
