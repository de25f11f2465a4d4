import { scriptAsset } from '../room-asset.ts'

/**
 * Keys of all rooms: single ones for rows, search, preview and help, which can be turned off
 * (WCAG 2.1.4), and Ctrl or ⌘ with Enter to save. No key sends, removes or logs out.
 */
export const keysScript = scriptAsset(
  'keys.js',
  `
'use strict'
{
const OFF = 'linkletter.keys.off'
const dialog = document.querySelector('#keys-list')
const kept = (work) => {
  try {
    return work()
  } catch (error) {
    console.info('Nothing is remembered:', error.message)
  }
}
let areOff = kept(() => localStorage.getItem(OFF)) === 'yes'
const found = (name) => [...document.querySelectorAll(dialog.querySelector('[data-name="' + name + '"]').dataset.when)]
const rowsOf = () => found('next')

function list() {
  for (const line of dialog.querySelectorAll('[data-when]'))
    line.hidden = !document.querySelector(line.dataset.when) || (areOff && 'single' in line.dataset)
  const toggle = dialog.querySelector('[data-keys-switch]')
  toggle.textContent = areOff ? toggle.dataset.on : toggle.dataset.off
  dialog.querySelector('[data-keys-are-off]').hidden = !areOff
}
function help() {
  list()
  dialog.showModal()
}
for (const door of document.querySelectorAll('[data-keys-door], [data-keys]')) door.hidden = false
for (const button of document.querySelectorAll('[data-keys-open]')) button.addEventListener('click', help)
dialog.querySelector('[data-keys-switch]').addEventListener('click', () => {
  areOff = !areOff
  kept(() => localStorage.setItem(OFF, areOff ? 'yes' : 'no'))
  list()
})

function move(step) {
  const rows = rowsOf()
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
  if (!next) return
  if (!next.hasAttribute('tabindex')) next.tabIndex = -1
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
const row = () => rowsOf().find((each) => each.contains(document.activeElement))
const press = (selector) => row()?.querySelector(selector)
const keys = {
  j: () => move(1),
  k: () => move(-1),
  '?': help,
  '/': () => {
    const field = document.querySelector('main input[type="search"]')
    field?.focus()
    field?.select()
    return field
  },
  o: () => (press('h2 a') ?? press('strong a') ?? press('a'))?.click(),
  e: () => {
    const details = press('details.write')
    if (!details) return
    details.open = true
    details.querySelector('textarea').focus()
  },
  x: () => press('input[type="checkbox"]')?.click(),
  l: () => press('[data-act="later"]')?.click(),
  s: () => press('[data-act="skip"]')?.click(),
}

/** The form one is in, else the only one of the page. */
function formToSave() {
  const forms = [...new Set(found('save').map((field) => field.form))]
  const own = document.activeElement?.closest?.('form')
  if (own) return forms.find((form) => form === own)
  return forms.length === 1 ? forms[0] : undefined
}

addEventListener('keydown', (event) => {
  if (event.isComposing || event.defaultPrevented || dialog.open) return
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    const form = formToSave()
    if (!form) return
    event.preventDefault()
    return form.requestSubmit()
  }
  if (event.ctrlKey || event.metaKey || event.altKey || areOff) return
  if (event.target.closest?.('input:not([type="checkbox"]), textarea, select, [popover], [contenteditable]')) return
  const shown = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]')
  if (!shown && !Object.hasOwn(keys, event.key)) return
  event.preventDefault()
  if (shown) shown.click()
  else keys[event.key]()
})
}
`,
)
