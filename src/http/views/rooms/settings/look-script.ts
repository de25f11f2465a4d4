import { scriptAsset } from '../room-asset.ts'

/**
 * The samples follow what is chosen, before it is saved: the rules come from the server, as it
 * would store them, and go into the frames beside what is typed as own CSS.
 */
export const lookScript = scriptAsset(
  'look.js',
  `
'use strict'
{
const form = document.querySelector('#look')
const frames = [...document.querySelectorAll('.samples iframe')]
const ratio = document.querySelector('#accent-ratio')
let turn = 0
let waiting
async function follow() {
  const mine = ++turn
  const chosen = new FormData(form)
  const query = new URLSearchParams()
  for (const name of ['accent', 'font', 'width']) query.set(name, chosen.get(name))
  for (const frame of frames) {
    const answer = await fetch(form.dataset.sheet + '?own=no&scheme=' + frame.dataset.scheme + '&' + query)
    if (!answer.ok || mine !== turn) return
    const rules = (await answer.text()) + '\\n' + chosen.get('css')
    const found = answer.headers.get('linkletter-contrast')
    ratio.textContent = ratio.dataset.words.replace('{ratio}', found)
    ratio.classList.toggle('low', answer.headers.get('linkletter-readable') === 'no')
    const sheet = new frame.contentWindow.CSSStyleSheet()
    sheet.replaceSync(rules)
    frame.contentDocument.adoptedStyleSheets = [sheet]
    for (const link of frame.contentDocument.querySelectorAll('link[href*="/look/sample.css"]')) link.disabled = true
  }
}
function soon() {
  clearTimeout(waiting)
  waiting = setTimeout(() => follow().catch(() => {}), 150)
}
form.addEventListener('input', soon)
for (const button of form.querySelectorAll('[data-without-script]')) button.hidden = true
}
`,
)
