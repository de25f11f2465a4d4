/**
 * RSA signatures in a thread of its own. Node's own pool computes several at once; on a machine
 * with few processors they then take turns with the thread that sends, the mail server and the
 * database, and all of them wait. The thread ends when nothing has been signed for a while.
 */
import { Worker } from 'node:worker_threads'
import type { SignData } from '../deliver/dkim.ts'

export interface ToSign {
  id: number
  data: Uint8Array
}

export interface Signed {
  id: number
  signature: Uint8Array
}

const IDLE_MS = 10_000

/** `privateKey`: PEM. A signature that the thread did not live to make is an error. */
export function createSigningThread(privateKey: string, idleMs = IDLE_MS): SignData {
  const waiting = new Map<number, PromiseWithResolvers<Uint8Array>>()
  let thread: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): Worker {
    const started = new Worker(new URL('./signing-thread.ts', import.meta.url), {
      workerData: privateKey,
    })
    const end = (error: Error) => {
      if (thread !== started) return
      thread = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.on('message', ({ id, signature }: Signed) => {
      waiting.get(id)?.resolve(signature)
      waiting.delete(id)
      if (waiting.size === 0) rest(started)
    })
    started.on('error', end)
    started.on('exit', () => end(new Error('The thread that signs has ended.')))
    return started
  }

  /** It keeps nobody from leaving, and leaves itself after a while. */
  function rest(resting: Worker) {
    resting.unref()
    idle = setTimeout(() => {
      if (thread === resting) thread = undefined
      void resting.terminate()
    }, idleMs).unref()
  }

  return (data) => {
    clearTimeout(idle)
    thread ??= start()
    thread.ref()
    lastId += 1
    const signed = Promise.withResolvers<Uint8Array>()
    waiting.set(lastId, signed)
    thread.postMessage({ id: lastId, data } satisfies ToSign)
    return signed.promise
  }
}
