import { html } from 'hono/html'
import { encode } from 'uqr'
import type { Html } from './views/layout.ts'

/** Modules of white around the code: ISO/IEC 18004 asks for four. */
const QUIET = 4

/** A QR code as an SVG without style. Always dark on light, for cameras read nothing else surely. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { border: QUIET, ecc: 'M' })
  const path = data
    .flatMap((row, y) => runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`))
    .join('')
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`
}

/** Dark modules that stand beside each other: where they begin and how many. */
function runsOf(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = []
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1)
    if (!isDark) continue
    if (last && last[0] + last[1] === x) last[1] += 1
    else runs.push([x, 1])
  }
  return runs
}
