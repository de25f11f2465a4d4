import { scriptAsset } from './room-asset.ts'

/** What the script says; `{time}` is when. */
export interface AutosaveWords {
  saved: string
  saving: string
  retrying: string
  loggedOut: string
  logIn: string
  stale: string
  restored: string
  conflict: string
  refused: string
}

/**
 * Forms that save themselves: `data-autosave` names what they are about, `data-fields` the fields,
 * `data-version` the field that tells versions apart, `data-words` what is said.
 *
 * Text that differs from the saved one is in localStorage from the first key until the server has
 * it: a closed tab, an ended login, a network that is away and a second tab lose nothing. "Saved"
 * is said only after the server said so.
 */
export const autosaveScript = scriptAsset(
  'autosave.js',
  `
'use strict'
{
const DRAFTS = 'linkletter.autosave'
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
  const words = JSON.parse((form.closest('[data-words]') ?? document.querySelector('[data-words]')).dataset.words)
  const key = form.dataset.autosave
  const fields = form.dataset.fields.split(' ').map((name) => form.elements[name])
  const version = form.elements[form.dataset.version]
  const status = form.querySelector('.autosaved')
  const texts = () => JSON.stringify(fields.map((field) => field.value))
  let savedTexts = JSON.stringify(fields.map((field) => field.defaultValue))
  let timer, sending, tries = 0, isHalted = false, isSubmitted = false

  const mark = (isUnsaved, text, link) => {
    form.classList.toggle('unsaved', isUnsaved)
    status.classList.toggle('error', isUnsaved)
    status.replaceChildren(text)
    if (!link) return
    const a = document.createElement('a')
    a.href = '/login?next=' + encodeURIComponent(location.pathname + location.search)
    a.textContent = link
    status.append(' ', a)
  }
  const savedNow = () => mark(false, words.saved.replace('{time}', clock()))
  function later(ms) {
    clearTimeout(timer)
    timer = setTimeout(save, ms)
  }
  function typed() {
    const now = texts()
    keep(key, now === savedTexts ? null : { texts: JSON.parse(now), seen: version.value })
    if (!isHalted && now !== savedTexts) later(SAVE_AFTER_MS)
  }
  async function save() {
    clearTimeout(timer)
    const now = texts()
    if (sending || isHalted || isSubmitted || now === savedTexts) return
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, [version.name]: version.value })
    for (const field of fields) body.set(field.name, field.value)
    if (!form.classList.contains('unsaved')) status.replaceChildren(words.saving)
    sending = fetch(form.dataset.saveAt ?? form.getAttribute('action'), { method: 'POST', body, headers: { accept: 'application/json' }, keepalive: body.toString().length < 60000, redirect: 'manual' })
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
    savedTexts = now
    version.value = result[version.name]
    savedNow()
    form.dispatchEvent(new CustomEvent('autosaved', { bubbles: true, detail: result }))
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
    halt(words.conflict)
    if (other.text === undefined) return
    form.querySelector('.other')?.remove()
    const [field] = fields
    const box = document.createElement('div')
    box.className = 'other'
    const theirs = document.createElement('textarea')
    theirs.readOnly = true
    theirs.rows = 4
    theirs.value = other.text
    theirs.setAttribute('aria-label', other.label)
    const pick = (text, label) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'quiet'
      button.textContent = label
      button.addEventListener('click', () => {
        isHalted = false
        version.value = other[version.name]
        savedTexts = JSON.stringify([other.text])
        field.value = text()
        box.remove()
        field.focus()
        typed()
        if (texts() === savedTexts) savedNow()
      })
      return button
    }
    const acts = document.createElement('div')
    acts.className = 'acts'
    acts.append(pick(() => field.value, other.keep), pick(() => other.text, other.take))
    box.append(theirs, acts)
    field.after(box)
  }

  const draft = drafts()[key]
  if (draft && JSON.stringify(draft.texts) === savedTexts) keep(key, null)
  else if (draft?.texts.length === fields.length) {
    for (const [index, field] of fields.entries()) field.value = draft.texts[index]
    const details = form.closest('details')
    if (details) details.open = true
    version.value = draft.seen
    mark(true, words.restored)
    later(300)
  }
  for (const field of fields) {
    field.addEventListener('input', typed)
    field.addEventListener('blur', save)
  }
  addEventListener('online', save)
  addEventListener('pagehide', save)
  form.addEventListener('submit', () => {
    isSubmitted = true
    clearTimeout(timer)
  })
  addEventListener('pageshow', () => {
    isSubmitted = false
  })
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault()
      form.requestSubmit(form.querySelector('[name="go"]'))
    }
    if (event.key === 'Escape') form.closest('details')?.querySelector('summary')?.focus()
  })
}
}
`,
)
