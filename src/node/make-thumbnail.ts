/**
 * A downloaded picture → a small one of ours, or one sentence why there is none.
 *
 * In: bytes of which nothing is believed but what they begin with. Out: WebP of at most 40 KB and
 * 640 × 960 pixels, upright, in sRGB, without metadata; of an animation the first frame.
 * One at a time: a picture of 40 million pixels takes 160 MB while it is open.
 */
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { MAX_THUMBNAIL_BYTES, type MakeThumbnail, type Thumbnail } from '../domain/thumbnail.ts'

const MIN_SIDE = 100
const MAX_PIXELS = 40_000_000
const MAX_WIDTH = 640
const MAX_HEIGHT = 960
const TIMEOUT_S = 20
/** Tried in this order until the result is small enough. */
const ATTEMPTS = [
  { scale: 1, quality: 78 },
  { scale: 1, quality: 55 },
  { scale: 1, quality: 35 },
  { scale: 0.6, quality: 40 },
  { scale: 0.4, quality: 25 },
] as const

// Only the readers of these five kinds, whatever else the library could open.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
})
sharp.concurrency(1)
sharp.cache(false)

const NOT_A_PICTURE = 'It is not a picture of a kind that we show (JPEG, PNG, WebP, GIF, AVIF).'
const TOO_LARGE = `The picture has more than ${MAX_PIXELS / 1e6} million pixels.`
const TOO_SMALL = `The picture is smaller than ${MIN_SIDE} pixels.`
const BROKEN = 'The picture is damaged.'

let last: Promise<unknown> = Promise.resolve()

export const makeThumbnail: MakeThumbnail = (bytes) => {
  const made = last.then(() => makeOne(bytes))
  last = made.catch(() => undefined)
  return made
}

async function makeOne(bytes: Uint8Array): ReturnType<MakeThumbnail> {
  if (!isPicture(bytes)) return { problem: NOT_A_PICTURE }
  try {
    const { width, height } = await open(bytes).metadata()
    if (width * height > MAX_PIXELS) return { problem: TOO_LARGE }
    if (Math.min(width, height) < MIN_SIDE) return { problem: TOO_SMALL }
    return await shrink(bytes)
  } catch (error) {
    return { problem: /pixel limit/i.test(String(error)) ? TOO_LARGE : BROKEN }
  }
}

/** A picture of one of the five kinds; see `isPicture`. */
export function open(bytes: Uint8Array) {
  return sharp(bytes, {
    failOn: 'error',
    limitInputPixels: MAX_PIXELS,
    sequentialRead: true,
    animated: false,
  }).timeout({ seconds: TIMEOUT_S })
}

async function shrink(bytes: Uint8Array): ReturnType<MakeThumbnail> {
  const size = {
    width: MAX_WIDTH,
    height: MAX_HEIGHT,
    fit: 'inside',
    withoutEnlargement: true,
  } as const
  const small = await open(bytes)
    .autoOrient()
    .resize(size)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = small.info
  for (const { scale, quality } of ATTEMPTS) {
    const { data, info } = await sharp(small.data, { raw: { width, height, channels } })
      .resize({ width: Math.max(1, Math.round(width * scale)) })
      .webp({ quality, effort: 3 })
      .toBuffer({ resolveWithObject: true })
    if (data.byteLength <= MAX_THUMBNAIL_BYTES)
      return { thumbnail: thumbnailOf(data, info.width, info.height) }
  }
  return { problem: 'The picture cannot be made small enough.' }
}

function thumbnailOf(bytes: Uint8Array, width: number, height: number): Thumbnail {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 32)
  return { hash, type: 'image/webp', width, height, bytes: new Uint8Array(bytes) }
}

/** By the first bytes: servers and names say anything. */
export function isPicture(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    /^GIF8[79]a/.test(head) ||
    /^RIFF....WEBP/s.test(head) ||
    /^....ftypavi[fs]/s.test(head)
  )
}
