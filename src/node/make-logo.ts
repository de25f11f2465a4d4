/**
 * An uploaded picture → a logo of ours.
 *
 * In: PNG, JPEG, WebP or SVG of at most 512 KB, of which nothing is believed but what it begins
 * with. Out: WebP for pages and PNG for mails, twice the size at which they show it, without
 * metadata; an SVG is drawn, so that nothing of what it may hold is served.
 */
import { createHash } from 'node:crypto'
import { Resvg } from '@resvg/resvg-js'
import type { Logo, LogoType, MakeLogo, SiteFile } from '../domain/look.ts'
import { isPicture, open } from './make-thumbnail.ts'

const MAX_BYTES = 512 * 1024
const MAX_WIDTH = 640
const MAX_HEIGHT = 192
const MAX_PIXELS = 40_000_000

export const makeLogo: MakeLogo = async (bytes) => {
  if (bytes.byteLength > MAX_BYTES) return { problem: 'size' }
  const svg = svgText(bytes)
  if (svg === undefined && !isPicture(bytes)) return { problem: 'kind' }
  try {
    return await shrink(svg === undefined ? bytes : drawSvg(svg))
  } catch {
    // Whatever is wrong with it: its owner looks at the picture, not at the library's words.
    return { problem: 'broken' }
  }
}

async function shrink(bytes: Uint8Array): ReturnType<MakeLogo> {
  const metadata = await open(bytes).metadata()
  if (metadata.width * metadata.height > MAX_PIXELS) return { problem: 'size' }
  const small = open(bytes)
    .autoOrient()
    .resize({ width: MAX_WIDTH, height: MAX_HEIGHT, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  const { data, info } = await small
    .clone()
    .webp({ quality: 92, alphaQuality: 100, effort: 4 })
    .toBuffer({ resolveWithObject: true })
  const page = fileOf(data, 'image/webp')
  const mail = fileOf(await small.png({ palette: true, quality: 95 }).toBuffer(), 'image/png')
  const { width, height } = info
  const logo: Logo = { hash: page.hash, type: 'image/webp', width, height, png: mail.hash }
  return { logo, files: [page, mail] }
}

function fileOf(data: Uint8Array, type: LogoType): SiteFile {
  const hash = createHash('sha256').update(data).digest('base64url').slice(0, 22)
  return { hash, type, bytes: new Uint8Array(data) }
}

/** Text of what is an SVG file; undefined of anything else. */
function svgText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes)
  return /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE[^>[]*>\s*)?<svg[\s>]/i.test(
    text.slice(0, 4_000),
  )
    ? text
    : undefined
}

/** Without fonts, and without pictures in it, which would be read from this machine's disk. */
function drawSvg(svg: string): Uint8Array {
  if (/<(?:[\w-]+:)?(?:image|feImage)\b|<!ENTITY/i.test(svg)) throw new Error('It loads something.')
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } })
  const scale = Math.min(MAX_WIDTH / width, MAX_HEIGHT / height)
  if (!(width > 0 && height > 0) || !Number.isFinite(scale)) throw new Error('It has no size.')
  const drawing = new Resvg(svg, {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'zoom', value: scale },
  })
  return drawing.render().asPng()
}
