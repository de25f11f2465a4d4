import { html } from 'hono/html'
import type { Html } from '../../layout.ts'

export interface BarPlot {
  /** Read out in place of the picture. */
  label: string
  bars: { name: string; value: number }[]
}

const WIDTH = 600
const HEIGHT = 140

/** Bars as an SVG without style: colours come from the text, so dark and forced colours hold. */
export function barPlot({ label, bars }: BarPlot): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const step = WIDTH / Math.max(bars.length, 1)
  const width = Math.max(1, Math.min(step * 0.8, 48))
  return html`<figure class="plot"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" preserveAspectRatio="none">
${bars.map(({ name, value }, index) => {
  const height = Math.round((value / most) * (HEIGHT - 4))
  const x = Math.round((index * step + (step - width) / 2) * 10) / 10
  return html`<rect x="${x}" y="${HEIGHT - height}" width="${Math.round(width * 10) / 10}" height="${height}" fill="currentColor"><title>${name}: ${value}</title></rect>`
})}
</svg>
<figcaption>${label}</figcaption>
<details><summary>${bars[0]?.name ?? ''} – ${bars.at(-1)?.name ?? ''}</summary><table><tbody>${bars.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table></details></figure>`
}
