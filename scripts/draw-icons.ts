/**
 * Draws the icons of the installed app as PNG and writes them, as a module, to
 * src/http/views/rooms/icon-images.ts: Workers have no disk to serve files from.
 * Run after a change: npx node scripts/draw-icons.ts
 */
import { writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'

const PAPER = [0x0b, 0x57, 0xa4] as const
const MARK = [0xff, 0xff, 0xff] as const
/** Shades between two colours at an edge; samples a pixel are SAMPLES squared. */
const SAMPLES = 4
const SHADES = SAMPLES * SAMPLES

/** The bookmark of the site's icon, in units of a square of 32. */
const OUTLINE: [number, number][] = [
  ...quarterCircle(24, 4, -90),
  [25, 29],
  [16, 22.5],
  [7, 29],
  ...quarterCircle(8, 4, 180),
]

/** A rounded corner of radius 1, clockwise from an angle in degrees. */
function quarterCircle(x: number, y: number, from: number): [number, number][] {
  return Array.from({ length: 10 }, (_, step) => {
    const angle = ((from + step * 10) * Math.PI) / 180
    return [x + Math.cos(angle), y + Math.sin(angle)]
  })
}

interface Icon {
  name: string
  size: number
  /** Side of the bookmark's square, as a part of the icon's. */
  markScale: number
  /** Radius of the corners, as a part of the size; 0 where the system cuts the shape. */
  corner: number
}

const ICONS: Icon[] = [
  { name: 'icon192', size: 192, markScale: 0.68, corner: 0.22 },
  { name: 'icon512', size: 512, markScale: 0.68, corner: 0.22 },
  // The inner 80 % are never cut (W3C manifest, "safe zone").
  { name: 'maskable512', size: 512, markScale: 0.6, corner: 0 },
  { name: 'appleTouch180', size: 180, markScale: 0.62, corner: 0 },
]

function isInOutline(x: number, y: number): boolean {
  let isInside = false
  for (const [index, [ax, ay]] of OUTLINE.entries()) {
    const [bx, by] = OUTLINE[(index + 1) % OUTLINE.length] ?? [0, 0]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
  }
  return isInside
}

function isInSquare(x: number, y: number, corner: number): boolean {
  const dx = Math.max(corner - x, x - (1 - corner), 0)
  const dy = Math.max(corner - y, y - (1 - corner), 0)
  return dx * dx + dy * dy <= corner * corner
}

/** 0 … SHADES: paper to mark. SHADES + 1 … 2 × SHADES: see-through to nearly paper. */
function shadeAt(px: number, py: number, { size, markScale, corner }: Icon): number {
  let mark = 0
  let paper = 0
  for (let i = 0; i < SHADES; i++) {
    const x = (px + ((i % SAMPLES) + 0.5) / SAMPLES) / size
    const y = (py + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / size
    if (isInSquare(x, y, corner)) paper++
    if (isInOutline(((x - 0.5) / markScale) * 32 + 16, ((y - 0.5) / markScale) * 32 + 16)) mark++
  }
  return paper === SHADES ? mark : SHADES + 1 + paper
}

function palette(): { colors: Buffer; alphas: Buffer } {
  const between = Array.from({ length: SHADES + 1 }, (_, step) =>
    PAPER.map((from, channel) =>
      Math.round(from + (((MARK[channel] ?? 0) - from) * step) / SHADES),
    ),
  )
  const edges = Array.from({ length: SHADES }, () => [...PAPER])
  return {
    colors: Buffer.from([...between, ...edges].flat()),
    alphas: Buffer.from([
      ...between.map(() => 255),
      ...edges.map((_, step) => Math.round((255 * step) / SHADES)),
    ]),
  }
}

function draw(icon: Icon): Buffer {
  const { size } = icon
  const rows = Buffer.alloc(size * (size + 1))
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) rows[y * (size + 1) + 1 + x] = shadeAt(x, y, icon)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 3, 0, 0, 0], 8) // eight bits, palette
  const { colors, alphas } = palette()
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('PLTE', colors),
    chunk('tRNS', alphas),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

const lines = ICONS.map((icon) => {
  const text = draw(icon).toString('base64')
  const parts = text.match(/.{1,90}/g) ?? []
  return `export const ${icon.name} =\n${parts.map((part) => `  '${part}'`).join(' +\n')}\n`
})
writeFileSync(
  new URL('../src/http/views/rooms/icon-images.ts', import.meta.url),
  `/** PNG in base64, made by scripts/draw-icons.ts. */\n\n${lines.join('\n')}`,
)
