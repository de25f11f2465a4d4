import { scriptAsset } from '../room-asset.ts'

/** The room of links with script: the entry as it will look. Its keys: `keys/script.ts`. */
export const linksScript = scriptAsset(
  'links.js',
  String.raw`
'use strict'
{
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

const hash = location.hash && document.getElementById(location.hash.slice(1))
if (hash && hash.dataset.link) hash.focus()
}
`,
)
