import { html } from 'hono/html'
import type { Ping } from '../../../../domain/response.ts'
import { hostOf, webUrl } from '../../../../render/safe-url.ts'
import type { Html } from '../../layout.ts'
import { responsesRoomWords } from './words.ts'

/** Who was told of an issue; nothing while nobody is. */
export function toldPart(pings: Ping[], locale: string): Html {
  if (pings.length === 0) return html``
  const words = responsesRoomWords(locale)
  const count = (state: Ping['state']) => pings.filter((ping) => ping.state === state).length
  const sums = (['sent', 'waiting', 'failed', 'none'] as const).filter((state) => count(state) > 0)
  return html`<section class="part" aria-labelledby="told"><h2 id="told">${words.told}</h2>
<p class="muted">${words.toldText} ${sums.map((state, index) => html`${index > 0 ? ' · ' : ''}${words.sums[state](count(state))}`)}</p>
<details><summary>${words.toldList(pings.length)}</summary>
<ul class="rows-list">${pings.map(({ kind, url, state, lastReply }) => {
    const address = webUrl(url)
    return html`<li><p class="what">${address === null ? url : html`<a href="${address}" rel="nofollow noopener noreferrer">${kind === 'websub' ? words.hubName : hostOf(address)}</a>`} <span class="muted">${url}</span></p>
<p class="badge">${words.states[state]}${state === 'none' || lastReply === null ? '' : html` <span class="muted">${lastReply}</span>`}</p></li>
`
  })}</ul></details></section>`
}
