import { scriptAsset } from '../room-asset.ts'

/**
 * The room of links with script: notes save themselves, nothing typed is lost, single keys.
 *
 * A text that differs from the saved one is in localStorage from the first key until the server
 * has it. What the status says is true: "Saved" only after the server said so.
 */
export const linksScript = scriptAsset(
  'links.js',
  String.raw`
'use strict'
{
const help = document.querySelector('[data-keys]')
const words = JSON.parse(help.dataset.words)
const DRAFTS = 'linkletter.notes'
const MAX_DRAFTS = 50
const SAVE_AFTER_MS = 1000
const RETRY_MS = [2000, 5000, 15000, 30000]

const kept = (work) => {
  try {
    return work()
  } catch (error) {
    console.info('No drafts are kept:', error.message)
  }
}
const drafts = () => kept(() => JSON.parse(localStorage.getItem(DRAFTS) ?? '{}')) ?? {}
function keep(key, draft) {
  const { [key]: _, ...others } = drafts()
  const list = Object.entries(others).slice(-MAX_DRAFTS)
  if (draft) list.push([key, draft])
  kept(() => localStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(list))))
}
const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(new Date())

for (const form of document.querySelectorAll('[data-autosave]')) {
  const key = form.dataset.autosave
  const note = form.elements.note
  const seen = form.elements.note_seen
  const status = form.querySelector('.autosaved')
  let savedText = note.defaultValue
  let timer, sending, tries = 0, isHalted = false, isSubmitted = false

  const say = (text, link) => {
    status.replaceChildren(text)
    if (link) {
      const a = document.createElement('a')
      a.href = '/login?next=' + encodeURIComponent(location.pathname + location.search)
      a.textContent = link
      status.append(' ', a)
    }
    status.classList.toggle('error', form.classList.contains('unsaved'))
  }
  const mark = (isUnsaved, text, link) => {
    form.classList.toggle('unsaved', isUnsaved)
    say(text, link)
  }
  function later(ms) {
    clearTimeout(timer)
    timer = setTimeout(save, ms)
  }
  function typed() {
    keep(key, note.value === savedText ? null : { text: note.value, seen: seen.value })
    if (isHalted) return
    if (note.value !== savedText) later(SAVE_AFTER_MS)
  }
  async function save() {
    clearTimeout(timer)
    if (sending || isHalted || isSubmitted || note.value === savedText) return
    const text = note.value
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, note: text, note_seen: seen.value })
    say(words.saving)
    sending = fetch(form.dataset.noteAt ?? form.getAttribute('action'), { method: 'POST', body, headers: { accept: 'application/json' }, keepalive: body.toString().length < 60000, redirect: 'manual' })
    let answer
    try {
      answer = await sending
    } catch {
      return retry()
    } finally {
      sending = undefined
    }
    if (answer.status === 401) return halt(words.loggedOut, words.logIn)
    if (answer.status === 403) return halt(words.stale)
    if (answer.status === 409) return conflict(await answer.json())
    if (answer.status === 422 || answer.status === 413) return mark(true, words.refused + ((await answer.json().catch(() => ({}))).detail ?? ''))
    if (answer.status !== 200) return retry()
    const result = await answer.json()
    tries = 0
    savedText = text
    note.defaultValue = text
    seen.value = result.note_seen
    mark(false, words.saved.replace('{time}', clock()))
    typed()
  }
  function retry() {
    mark(true, words.retrying)
    later(RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)])
  }
  /** Nothing will get better by trying; the text stays in the draft. */
  function halt(text, link) {
    isHalted = true
    mark(true, text, link)
  }
  function conflict(other) {
    isHalted = true
    mark(true, words.conflict)
    form.querySelector('.other')?.remove()
    const box = document.createElement('div')
    box.className = 'other'
    const theirs = document.createElement('textarea')
    theirs.readOnly = true
    theirs.rows = 4
    theirs.value = other.note
    theirs.setAttribute('aria-label', other.label)
    const pick = (text, label) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'quiet'
      button.textContent = label
      button.addEventListener('click', () => {
        isHalted = false
        seen.value = other.note_seen
        savedText = other.note
        note.value = text()
        box.remove()
        note.focus()
        typed()
        if (note.value === savedText) mark(false, words.saved.replace('{time}', clock()))
      })
      return button
    }
    const acts = document.createElement('div')
    acts.className = 'acts'
    acts.append(pick(() => note.value, other.keep), pick(() => other.note, other.take))
    box.append(theirs, acts)
    note.after(box)
  }

  const draft = drafts()[key]
  if (draft && draft.text !== note.value) {
    note.value = draft.text
    const details = form.closest('details')
    if (details) details.open = true
    seen.value = draft.seen
    mark(true, words.restored)
    later(300)
  }
  note.addEventListener('input', typed)
  note.addEventListener('blur', save)
  addEventListener('online', save)
  addEventListener('pagehide', save)
  form.addEventListener('submit', () => {
    isSubmitted = true
    clearTimeout(timer)
  })
  addEventListener('pageshow', () => {
    isSubmitted = false
  })
  // After the form was sent by its button, the page that comes back shows what was saved.
  if (draft && draft.text === note.defaultValue) keep(key, null)
  note.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault()
      form.requestSubmit(form.querySelector('[name="go"]'))
    }
    if (event.key === 'Escape') form.closest('details')?.querySelector('summary')?.focus()
  })
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
