import { html } from 'hono/html'
import { CLIPPING_BYTES, NEAR_CLIPPING_BYTES } from '../../../../render/render-mail.ts'
import type { Html } from '../../layout.ts'
import type { IssuesWords } from './words.ts'

/** How much of what Gmail shows is used up. */
export function sizeGauge(bytes: number, words: IssuesWords): Html {
  const kilobytes = (count: number) => String(Math.round(count / 1000))
  const text = words.size(kilobytes(bytes), kilobytes(CLIPPING_BYTES))
  const warning =
    bytes > CLIPPING_BYTES ? words.sizeOver : bytes > NEAR_CLIPPING_BYTES ? words.sizeNear : ''
  return html`<div class="gauge" id="gauge"><label for="size">${text}</label>
<meter id="size" min="0" max="${CLIPPING_BYTES}" low="${NEAR_CLIPPING_BYTES}" high="${NEAR_CLIPPING_BYTES + 1}" optimum="0" value="${Math.min(bytes, CLIPPING_BYTES)}">${text}</meter>
${warning === '' ? '' : html`<p class="error">${warning}</p>`}</div>`
}
