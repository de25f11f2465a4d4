import { scriptAsset } from '../room-asset.ts'

/**
 * The issue editor with script: rows are dragged or moved by Alt and arrows, the page is not
 * loaded anew, the focus stays on the row, and its new place is said.
 */
export const issueScript = scriptAsset(
  'issue.js',
  `
'use strict'
{
const orderForm = document.querySelector('#order')
const moved = document.querySelector('#moved')
for (const each of document.querySelectorAll('[data-with-script]')) each.hidden = false
for (const each of document.querySelectorAll('[data-without-script]')) each.remove()

let turn = Promise.resolve()
/** One after the other: each starts from the order that the one before left. */
function post(fields, focusId) {
  turn = turn.then(async () => {
    const body = new URLSearchParams({ csrf: orderForm.elements.csrf.value, ...fields })
    const answer = await fetch(orderForm.action, { method: 'POST', body, headers: { 'x-part': 'order' } }).catch(() => null)
    // Whatever is wrong, the page itself can say it.
    if (!answer?.ok) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    document.querySelector('.sections').replaceWith(page.querySelector('.sections'))
    document.querySelector('#gauge').replaceWith(page.querySelector('#gauge'))
    for (const each of document.querySelectorAll('.sections [data-without-script]')) each.remove()
    ready()
    const target = document.getElementById(focusId) ?? document.querySelector('[data-entry]')
    target?.focus({ preventScroll: false })
    say(target?.closest('[data-entry]'))
  })
  return turn
}
function say(row) {
  if (!row) return
  const section = row.closest('.section')
  const rows = [...section.querySelectorAll('[data-entry]')]
  const name = section.querySelector('h2').firstChild.textContent.trim()
  moved.textContent = orderForm.dataset.placed.replace('{title}', row.dataset.title).replace('{index}', rows.indexOf(row) + 1).replace('{of}', rows.length).replace('{section}', name)
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[form="order"]')
  if (!button) return
  event.preventDefault()
  post({ act: button.value }, button.id)
})
document.addEventListener('keydown', (event) => {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
  const row = event.target.closest?.('[data-entry]')
  if (!row || event.target.closest('input, textarea, select')) return
  event.preventDefault()
  const isUp = event.key === 'ArrowUp'
  const act = event.shiftKey ? (isUp ? 'previous' : 'next') : isUp ? 'up' : 'down'
  post({ act: act + ':' + row.dataset.entry }, row.id)
})

/** Dragging, from 640 px: by its handle, with pointer events, so that a pen works as well. */
let dragged, line
function ready() {
  for (const row of document.querySelectorAll('[data-entry]')) row.tabIndex = 0
  for (const handle of document.querySelectorAll('[data-handle]')) {
    handle.hidden = false
    handle.addEventListener('pointerdown', begin)
  }
}
function begin(event) {
  if (event.button !== 0) return
  event.preventDefault()
  dragged = event.target.closest('[data-entry]')
  dragged.classList.add('dragged')
  line = document.createElement('li')
  line.className = 'drop-line'
  addEventListener('pointermove', drag)
  addEventListener('pointerup', drop, { once: true })
  addEventListener('keydown', cancel)
}
function drag(event) {
  if (event.clientY < 60) scrollBy(0, -12)
  if (event.clientY > innerHeight - 60) scrollBy(0, 12)
  const lists = [...document.querySelectorAll('.entries')]
  const list = lists.findLast((each) => each.closest('.section').getBoundingClientRect().top <= event.clientY) ?? lists[0]
  const rows = [...list.children].filter((row) => row !== line)
  const before = rows.find((row) => {
    const box = row.getBoundingClientRect()
    return event.clientY < box.top + box.height / 2
  })
  list.insertBefore(line, before ?? null)
}
function end() {
  removeEventListener('pointermove', drag)
  removeEventListener('keydown', cancel)
  dragged?.classList.remove('dragged')
  line?.remove()
}
function cancel(event) {
  if (event.key !== 'Escape') return
  removeEventListener('pointerup', drop)
  end()
}
function drop() {
  const list = line.parentElement
  if (!list) return end()
  const rows = [...list.children].filter((row) => row !== dragged)
  const place = rows.indexOf(line) + 1
  const section = list.closest('.section').dataset.section
  const { entry } = dragged.dataset
  end()
  post({ act: 'place:' + entry, entry, section, place }, 'entry-' + entry)
}
ready()

// A menu closes by Escape, and when the next one opens.
document.addEventListener('toggle', (event) => {
  if (!event.target.matches?.('details.menu') || !event.target.open) return
  for (const other of document.querySelectorAll('details.menu[open]')) if (other !== event.target) other.open = false
}, true)
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const menu = event.target.closest?.('details.menu[open]')
  if (!menu) return
  menu.open = false
  menu.querySelector('summary').focus()
})
document.addEventListener('autosaved', (event) => {
  if (event.detail.gauge === undefined) return
  const page = new DOMParser().parseFromString(event.detail.gauge, 'text/html')
  document.querySelector('#gauge').replaceWith(page.querySelector('#gauge'))
})
}
`,
)
