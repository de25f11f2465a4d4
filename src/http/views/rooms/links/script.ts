import { scriptAsset } from '../room-asset.ts'

/** The room of links with script: single keys, and the entry as it will look. */
export const linksScript = scriptAsset(
  'links.js',
  String.raw`
'use strict'
{
const help = document.querySelector('[data-keys]')
const kept = (work) => {
  try {
    return work()
  } catch (error) {
    console.info('Nothing is remembered:', error.message)
  }
}

/** The entry as readers see it, while it is written. */
const asRead = document.querySelector('#as-read')
const annotate = document.querySelector('form.annotate')
if (asRead && annotate) {
  let timer, asked = 0
  annotate.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(async () => {
      const turn = ++asked
      const { csrf, title, authors, note } = annotate.elements
      const body = new URLSearchParams({ csrf: csrf.value, title: title.value, authors: authors.value, note: note.value })
      const answer = await fetch(asRead.dataset.at, { method: 'POST', body }).catch(() => null)
      if (answer?.ok && turn === asked) asRead.innerHTML = await answer.text()
    }, 400)
  })
  for (const button of annotate.querySelectorAll('[data-quote]'))
    button.addEventListener('click', (event) => {
      event.preventDefault()
      annotate.elements.note.value = button.dataset.quote + '\n\n'
      annotate.elements.note.focus()
      annotate.elements.note.dispatchEvent(new Event('input', { bubbles: true }))
      button.remove()
    })
}

/** Single keys, for whoever wants them (WCAG 2.1.4). */
const OFF = 'linkletter.keys.off'
const rows = [...document.querySelectorAll('[data-link]')]
let areOff = kept(() => localStorage.getItem(OFF)) === 'yes'
help.hidden = false
const toggle = help.querySelector('[data-keys-switch]')
const showSwitch = () => {
  toggle.textContent = areOff ? toggle.dataset.on : toggle.dataset.off
}
showSwitch()
toggle.addEventListener('click', () => {
  areOff = !areOff
  kept(() => localStorage.setItem(OFF, areOff ? 'yes' : 'no'))
  showSwitch()
})
const hash = location.hash && document.getElementById(location.hash.slice(1))
if (hash && hash.dataset.link) hash.focus()
function move(step) {
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || areOff) return
  if (event.target.closest?.('input:not([type="checkbox"]), textarea, select, [popover]')) return
  const row = rows.find((each) => each.contains(document.activeElement))
  const act = (name) => row?.querySelector('[data-act="' + name + '"]')?.click()
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    '/': () => document.querySelector('#q')?.focus(),
    '?': () => document.querySelector('#keys-list').showPopover(),
    e: () => {
      const details = row?.querySelector('details.write')
      if (details) {
        details.open = true
        details.querySelector('textarea').focus()
      }
    },
    o: () => row?.querySelector('h2 a')?.click(),
    x: () => row?.querySelector('input[type="checkbox"]')?.click(),
    l: () => act('later'),
    s: () => act('skip'),
  }
  if (!keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})
}
`,
)
