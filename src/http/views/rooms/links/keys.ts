import { html } from 'hono/html'
import type { Html } from '../../layout.ts'
import type { LinksWords } from './words.ts'

/** Opens the list of keys; shown with script only, since without it there are none. */
export function keysHelp(words: LinksWords): Html {
  return html`<div class="keys" hidden data-keys data-words="${JSON.stringify(words.script)}"><button class="quiet" type="button" data-keys-open>${words.keysTitle}</button></div>`
}
