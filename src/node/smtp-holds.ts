/**
 * Short waits of many connections, a fraction of a millisecond long.
 *
 * A timer of Node lasts a millisecond at least, more than a server nearby takes for an answer.
 * While other connections are busy, their answers are occasions to look at the clock; a timer is
 * only there for when nothing else happens.
 */
const held: { untilMs: number; release: () => void }[] = []
let timer: NodeJS.Timeout | undefined

/** Ends `ms` after now or a little later, once all that has arrived by then has been looked at. */
export function hold(ms: number): Promise<void> {
  return new Promise((release) => {
    held.push({ untilMs: performance.now() + ms, release })
    if (timer === undefined) timer = setTimeout(onTimer, Math.max(1, ms))
  })
}

/** To be called whenever a connection has something to do. */
export function releaseHolds(): void {
  if (held.length === 0) return
  const nowMs = performance.now()
  let left = 0
  for (const one of held) {
    // Behind what this turn of the event loop has still to read: a reset must be seen first.
    if (one.untilMs <= nowMs) setImmediate(one.release)
    else held[left++] = one
  }
  held.length = left
}

function onTimer() {
  timer = undefined
  releaseHolds()
  if (held.length === 0) return
  const firstMs = Math.min(...held.map(({ untilMs }) => untilMs))
  timer = setTimeout(onTimer, Math.max(1, firstMs - performance.now()))
}
