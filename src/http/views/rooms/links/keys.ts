import { html, raw } from 'hono/html'
import type { Html } from '../../layout.ts'
import type { LinksWords } from './words.ts'

/** The list of keys; shown with script only, since without it there are none. */
export function keysHelp(words: LinksWords): Html {
  return html`<div class="keys" hidden data-keys data-words="${JSON.stringify(words.script)}">
<button class="quiet" type="button" popovertarget="keys-list">${words.keysTitle}</button>
<div id="keys-list" popover aria-labelledby="keys-title">
<h2 id="keys-title">${words.keysTitle}</h2>
<dl>${words.keys.map(
    ([key, does]) =>
      html`<div><dt>${raw(key.replace(/(\S+?)(,| \+ |$)/g, (_, name: string, rest: string) => `<kbd>${name}</kbd>${rest}`))}</dt><dd>${does}</dd></div>`,
  )}</dl>
<div class="acts"><button class="quiet" type="button" data-keys-switch data-on="${words.keysOn}" data-off="${words.keysOff}">${words.keysOff}</button><button class="quiet" type="button" popovertarget="keys-list" popovertargetaction="hide">${words.close}</button></div>
</div>
</div>`
}
