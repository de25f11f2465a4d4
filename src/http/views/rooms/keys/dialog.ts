import { html, raw } from 'hono/html'
import type { Html } from '../../layout.ts'
import { KEYS, type KeyName, keysWords } from './words.ts'

/** Forms that do something else than save: no key presses their buttons. */
const NOT_SAVED = [
  'check',
  'sending',
  'delete',
  'remove',
  'cancel',
  'test',
  'look',
  'undo',
  'logout',
]
const OTHERS = NOT_SAVED.map((act) => `[action*="/${act}"]`).join(', ')

/** What a page must have for a key to do something there; the script asks the same. */
const WHERE: Record<KeyName, string> = {
  next: 'main :is([data-link], [data-entry], .rows-list > li)',
  open: 'main :is([data-link] h2, [data-entry], .rows-list > li) a',
  write: '[data-link] details.write',
  later: '[data-act="later"]',
  skip: '[data-act="skip"]',
  choose: '[data-link] input[type="checkbox"]',
  move: '[data-entry]',
  section: '[data-entry]',
  show: '[data-key]',
  search: 'main input[type="search"]',
  save: `main form[method="post"]:not(${OTHERS}) :is(textarea, input:not([type="hidden"], [type="checkbox"], [type="radio"]))`,
  help: 'body',
}
/** Done with a modifier, so that nobody presses them by chance. */
const COMBINED = new Set<KeyName>(['save', 'move', 'section'])

/** The keys of the page that is open: the script shows those that do something there. */
export function keysDialog(locale: string): Html {
  const words = keysWords(locale)
  return html`<dialog class="keys-list" id="keys-list" aria-labelledby="keys-title">
<h2 id="keys-title">${words.title}</h2>
<p class="muted" data-keys-are-off hidden>${words.areOff}</p>
<dl>${KEYS.map((name) => {
    const [keys, does] = words.keys[name]
    return html`<div data-name="${name}" data-when="${WHERE[name]}"${COMBINED.has(name) ? '' : raw(' data-single')}><dt>${raw(marked(keys))}</dt><dd>${does}</dd></div>`
  })}</dl>
<form class="acts" method="dialog"><button class="quiet" type="button" data-keys-switch data-on="${words.on}" data-off="${words.off}">${words.off}</button><button class="quiet">${words.close}</button></form>
</dialog>`
}

/** Opens the dialog; shown with script alone, since without it there are no keys. */
export function keysDoor(locale: string): Html {
  return html`<li data-keys-door hidden><button class="bare" type="button" data-keys-open>${keysWords(locale).title}</button></li>`
}

/** Our own words: the names of keys stand between "," "+" and words in small letters. */
function marked(keys: string): string {
  return keys
    .split(/(, | \+ | or | oder | to | bis )/)
    .map((part, index) => (index % 2 === 0 ? `<kbd>${part}</kbd>` : part))
    .join('')
}
