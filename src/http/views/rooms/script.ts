/**
 * What the rooms do better with script; all of it works without. It runs in the browser as it
 * stands here, from our own origin, because the pages' CSP allows nothing else.
 *
 * Save window: Ctrl/Cmd+Enter saves, Esc closes, the caret waits below the quote, each tag is
 * completed, and text that was not saved comes back when the same page is saved again.
 */
export const ROOM_SCRIPT = String.raw`
'use strict'
const find = (selector) => document.querySelector(selector)
const form = find('#save-form')
const saved = find('#saved')
const DRAFTS = 'linkletter.drafts'
const SENT = 'linkletter.sent'
const MAX_DRAFTS = 20

/** Browsers may forbid storage: then there are no drafts, and nothing else is missing. */
function stored(work) {
  try {
    return work()
  } catch (error) {
    console.info('No drafts are kept:', error.message)
  }
}
const readDrafts = () => stored(() => JSON.parse(localStorage.getItem(DRAFTS) ?? '{}')) ?? {}
function writeDraft(url, draft) {
  const { [url]: before, ...others } = readDrafts()
  const kept = Object.entries(others).slice(draft ? 1 - MAX_DRAFTS : -MAX_DRAFTS)
  if (draft) kept.push([url, draft])
  stored(() => localStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(kept))))
}

function closeWindow() {
  window.close()
  // A tab that no script opened stays: go back to the page one came from.
  setTimeout(() => history.back(), 150)
}

if (saved) {
  const url = stored(() => sessionStorage.getItem(SENT))
  if (url) {
    writeDraft(url)
    stored(() => sessionStorage.removeItem(SENT))
    window.close()
  }
}

if (form) {
  const { url, title, note, tags } = form.elements
  const typed = [title, note, tags]
  const isDirty = () => typed.some((field) => field.value !== field.defaultValue)
  let isSent = false

  const draft = readDrafts()[url.value]
  if (draft) {
    const now = note.defaultValue.trim()
    if (draft.note !== undefined && !now.includes(draft.note.trim()))
      note.value = draft.note.includes(now) ? draft.note : draft.note + '\n\n' + note.defaultValue
    for (const field of [title, tags])
      if (draft[field.name] !== undefined) field.value = draft[field.name]
    if (isDirty()) find('#status').textContent = form.dataset.restored
  }
  // Also before the browser has come to its autofocus, which then keeps the place.
  note.setSelectionRange(note.value.length, note.value.length)

  addEventListener('pagehide', () => {
    if (!isDirty()) return
    const changed = typed.filter((field) => field.value !== field.defaultValue)
    writeDraft(url.value, Object.fromEntries(changed.map((field) => [field.name, field.value])))
  })
  addEventListener('pageshow', () => {
    isSent = false
  })
  form.addEventListener('submit', (event) => {
    if (isSent) return event.preventDefault()
    isSent = true
    stored(() => sessionStorage.setItem(SENT, url.value))
  })
  addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'Escape') closeWindow()
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.requestSubmit()
  })

  // A datalist completes the whole field: what stands before the last comma goes along.
  const list = find('#tag-names')
  const names = [...list.options].map((option) => option.value)
  let head = ''
  tags.addEventListener('input', () => {
    const before = tags.value.slice(0, tags.value.lastIndexOf(',') + 1)
    if (before === head) return
    head = before
    const used = new Set(before.split(',').map((name) => name.trim().toLowerCase()))
    const free = names.filter((name) => !used.has(name.toLowerCase()))
    list.replaceChildren(...free.map((name) => new Option('', before ? before + ' ' + name : name)))
  })
}

const bookmark = find('.bookmarklet')
bookmark?.addEventListener('click', (event) => {
  event.preventDefault()
  find('#bookmarklet-status').textContent = bookmark.dataset.hint
})
for (const field of document.querySelectorAll('[data-select]'))
  field.addEventListener('focus', () => field.select())

/** Sends the file and says how far it is; the page that the server would have shown comes last. */
const importForm = find('#import-form')
importForm?.addEventListener('submit', async (event) => {
  event.preventDefault()
  const status = find('#import-status')
  const button = importForm.querySelector('button')
  const number = new Intl.NumberFormat(document.documentElement.lang)
  const say = (n) => { status.textContent = importForm.dataset.reading.replace('{n}', number.format(n)) }
  let saidAt = 0
  button.disabled = true
  say(0)
  try {
    const answer = await fetch(importForm.action, {
      method: 'POST',
      body: new FormData(importForm),
      headers: { accept: 'application/x-ndjson' },
    })
    const isStream = (answer.headers.get('content-type') ?? '').startsWith('application/x-ndjson')
    if (!isStream) return showPage(await answer.text())
    let rest = ''
    let last
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n')
      rest = lines.pop()
      for (const line of lines) last = JSON.parse(line)
      if (last?.event !== 'progress' || Date.now() - saidAt < 500) continue
      saidAt = Date.now()
      say(last.done)
    }
    if (last?.event !== 'report') throw new Error(last?.detail)
    status.textContent = ''
    find('#import-report').innerHTML = last.html
    find('#import-report').focus()
  } catch (error) {
    status.textContent = error.message || importForm.dataset.lost
  } finally {
    button.disabled = false
  }
})

function showPage(text) {
  const page = new DOMParser().parseFromString(text, 'text/html')
  document.title = page.title
  find('#main').replaceWith(document.adoptNode(page.querySelector('#main')))
  find('.problem')?.focus()
}
`
