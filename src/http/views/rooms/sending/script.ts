import { scriptAsset } from '../room-asset.ts'

/**
 * A send as it goes on: numbers come over an event stream. What is read out changes each tenth of
 * the way, at most every fifteen seconds, and at the end.
 */
export const sendingScript = scriptAsset(
  'sending.js',
  `
'use strict'
{
const live = document.querySelector('#live')
const at = (id) => document.getElementById(id)
document.querySelector('[data-refresh]')?.closest('li').remove()

const countdown = at('countdown')
if (countdown) {
  // Seconds of this page, since the clock of this machine may be wrong.
  const end = performance.now() + Number(countdown.dataset.left) * 1000
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000))
    countdown.textContent = left === 1 ? countdown.dataset.one : countdown.dataset.many.replace('{n}', left)
    if (left === 0) clearInterval(timer)
  }, 250)
}

if (live?.dataset.events) {
  const stream = new EventSource(live.dataset.events)
  let tenth = -1, saidAt = -Infinity
  stream.addEventListener('progress', (event) => {
    const news = JSON.parse(event.data)
    if (news.state !== live.dataset.state) {
      stream.close()
      return location.reload()
    }
    if (!at('bar')) return
    at('bar').max = Math.max(news.total, 1)
    at('bar').value = news.done
    at('pace').textContent = news.pace
    at('reply').textContent = news.reply
    for (const [name, count] of Object.entries(news.counts)) {
      const cell = document.querySelector('[data-count="' + name + '"]')
      if (cell) cell.textContent = count
    }
    const now = Math.floor((10 * news.done) / Math.max(news.total, 1))
    if (now === tenth || performance.now() - saidAt < 15000) return
    tenth = now
    saidAt = performance.now()
    at('said').textContent = news.said
  })
}
}
`,
)
