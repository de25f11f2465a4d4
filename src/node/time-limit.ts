/**
 * A time limit that can be paused: waiting for a free place in a queue is not the page's fault.
 *
 * Starts paused. Its signal also carries other reasons to stop, the first one counts.
 */
export class TimeLimitError extends Error {
  override name = 'TimeLimitError'
}

/** The caller gave up, or the server is shutting down. */
export class StoppedError extends Error {
  override name = 'StoppedError'
}

export interface TimeLimit {
  signal: AbortSignal
  pause(): void
  resume(): void
  stop(reason: Error): void
}

export function createTimeLimit(limitMs: number): TimeLimit {
  const controller = new AbortController()
  let leftMs = limitMs
  let startedAt = 0
  let timer: NodeJS.Timeout | null = null

  function pause() {
    if (timer === null) return
    clearTimeout(timer)
    timer = null
    leftMs -= performance.now() - startedAt
  }

  return {
    signal: controller.signal,
    pause,
    resume() {
      if (timer !== null || controller.signal.aborted) return
      startedAt = performance.now()
      timer = setTimeout(
        () => controller.abort(new TimeLimitError(`More than ${limitMs} ms`)),
        Math.max(0, leftMs),
      )
    },
    stop(reason) {
      pause()
      controller.abort(reason)
    },
  }
}

/** The promise's outcome, or the signal's reason as soon as it aborts. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
