import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { makeThumbnail } from '../../src/node/make-thumbnail.ts'

/** Noise, which no format makes small. */
function picture(width: number, height: number, noise = 40) {
  const background = { r: 40, g: 90, b: 160 }
  const image = sharp({ create: { width, height, channels: 3, background } })
  return noise === 0
    ? image
    : sharp({
        create: {
          ...{ width, height, channels: 3, background },
          noise: { type: 'gaussian', mean: 120, sigma: noise },
        },
      })
}

async function thumbnailOf(bytes: Uint8Array) {
  const made = await makeThumbnail(bytes)
  if ('problem' in made) throw new Error(made.problem)
  return made.thumbnail
}

async function problemOf(bytes: Uint8Array) {
  const made = await makeThumbnail(bytes)
  return 'problem' in made ? made.problem : 'none'
}

/** A PNG that says it is this large, with one row of pixels. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, sum])
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(Math.min(width, 1_000) * 3 + 1))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc32(bytes: Buffer): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

describe('a thumbnail', () => {
  it.each([
    ['jpeg', () => picture(1200, 630).jpeg().toBuffer()],
    ['png', () => picture(1200, 630).png().toBuffer()],
    ['webp', () => picture(1200, 630).webp().toBuffer()],
    ['avif', () => picture(1200, 630, 0).avif({ effort: 0 }).toBuffer()],
    ['gif', () => picture(1200, 630, 0).gif().toBuffer()],
  ] as const)('is made of a %s', async (_, make) => {
    const { type, width, height, bytes } = await thumbnailOf(await make())
    expect([type, width, height]).toEqual(['image/webp', 640, 336])
    expect(bytes.byteLength).toBeLessThanOrEqual(40 * 1024)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 640, height: 336 })
  })

  it('is never more than 40 KB, whatever the picture shows', async () => {
    const noisy = await picture(3000, 4000, 120).jpeg({ quality: 70 }).toBuffer()
    const { bytes, width, height } = await thumbnailOf(noisy)
    expect(bytes.byteLength).toBeLessThanOrEqual(40 * 1024)
    expect([await sharp(bytes).metadata()]).toMatchObject([{ width, height }])
  })

  it('does not make small pictures larger', async () => {
    const { width, height } = await thumbnailOf(await picture(150, 120).png().toBuffer())
    expect([width, height]).toEqual([150, 120])
  })

  it('shows a photograph upright and says nothing of where it was taken', async () => {
    const photo = await picture(800, 400)
      .withExif({ IFD3: { GPSLatitude: '51/1 30/1 0/1' }, IFD0: { Artist: 'Ida Norn' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { width, height, bytes } = await thumbnailOf(photo)
    expect(height).toBeGreaterThan(width)
    const { exif, orientation } = await sharp(bytes).metadata()
    expect([exif, orientation]).toEqual([undefined, undefined])
  })

  it('is the first frame of an animation', async () => {
    const frame = (r: number) =>
      sharp({ create: { width: 200, height: 200, channels: 3, background: { r, g: 0, b: 0 } } })
        .png()
        .toBuffer()
    const frames = [await frame(250), await frame(0), await frame(0)]
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const { bytes, height } = await thumbnailOf(animation)
    expect(height).toBe(200)
    const { dominant } = await sharp(bytes).stats()
    expect(dominant.r).toBeGreaterThan(200)
  })

  it('keeps what is transparent', async () => {
    const clear = await sharp({
      create: { width: 200, height: 200, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
      .png()
      .toBuffer()
    expect((await sharp((await thumbnailOf(clear)).bytes).metadata()).hasAlpha).toBe(true)
  })

  it('is the same for the same picture', async () => {
    const bytes = await picture(400, 300, 0).png().toBuffer()
    const [one, two] = [await thumbnailOf(bytes), await thumbnailOf(bytes)]
    expect(one.hash).toBe(two.hash)
    expect(one.hash).toMatch(/^[\w-]{32}$/)
  })
})

describe('no thumbnail is made', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script/></svg>'
  it.each([
    ['of SVG', Buffer.from(svg)],
    ['of SVG with a declaration', Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['of HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['of HTML behind the first bytes of a GIF', Buffer.from('GIF89a<script>alert(1)</script>')],
    ['of a PDF', Buffer.from('%PDF-1.7\n')],
    ['of nothing', Buffer.alloc(0)],
    ['of a JPEG that is no more than its first bytes', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ])('%s', async (_, bytes) => {
    expect(await problemOf(bytes)).not.toBe('none')
  })

  it('of a picture that is cut off', async () => {
    const jpeg = await picture(1200, 630).jpeg().toBuffer()
    expect(await problemOf(jpeg.subarray(0, jpeg.length / 2))).toBe('The picture is damaged.')
  })

  it('of a picture smaller than 100 pixels', async () => {
    for (const [width, height] of [
      [99, 400],
      [400, 99],
      [1, 1],
    ] as const)
      expect(await problemOf(await picture(width, height, 0).png().toBuffer())).toContain('smaller')
  })

  it('of a few bytes that unpack to billions of pixels', async () => {
    const before = process.memoryUsage().rss
    expect(await problemOf(pngOf(50_000, 50_000))).toBe(
      'The picture has more than 40 million pixels.',
    )
    expect(await problemOf(pngOf(7_000, 7_000))).toContain('40 million')
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  })
})
