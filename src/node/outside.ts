/**
 * Everything that is fetched from elsewhere, in a thread of its own: pages, pictures, feeds.
 *
 * Reading a page takes milliseconds of computing, a hostile one as many as it can get. Here it
 * takes them from nobody who saves a link or reads an issue. A thread that does not answer for
 * a while, or dies, is replaced; what it had under way is tried again later, except the page
 * that it was reading.
 */
import { Worker } from 'node:worker_threads'
import type { FetchedResource, FetchRequest, GuardedFetch } from '../domain/fetching.ts'
import type { ReadThumbnail, ThumbnailReading } from '../domain/thumbnail.ts'
import { EMPTY_METADATA, type PageReading } from '../enrich/page-reading.ts'
import { AppError } from '../errors.ts'
import type { OutsideOptions, Question, Reply, ThreadData } from './outside-messages.ts'

const PING_EVERY_MS = 5_000
const SILENT_FOR_MS = 20_000
/** Until it says its first word, on a machine that is busy. */
const START_MS = 120_000
/** Of JavaScript objects; bodies are held outside of it. */
const MAX_HEAP_MB = 512

export interface Outside {
  enrichPage: (url: string) => Promise<PageReading>
  readThumbnail: ReadThumbnail
  guardedFetch: GuardedFetch
  /** What is under way fails, and so does everything later. */
  close(): Promise<void>
}

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

class ThreadEndedError extends Error {
  override name = 'ThreadEndedError'
  readonly wasReading: boolean
  constructor(wasReading: boolean) {
    super('Reading was interrupted.')
    this.wasReading = wasReading
  }
}

export function createOutside(
  options: OutsideOptions & {
    onError: (error: unknown) => void
    silentForMs?: number
    /** The thread's program. */
    file?: URL
  },
): Outside {
  const { allow, userAgent, silentForMs = SILENT_FOR_MS, onError } = options
  const file = options.file ?? new URL('./outside-thread.ts', import.meta.url)
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let lastId = 0
  let isClosed = false
  let reading = new Int32Array(new SharedArrayBuffer(4))
  let heardAt = 0
  let checkedAt = 0
  let watch: NodeJS.Timeout | undefined

  function start(): Worker {
    reading = new Int32Array(new SharedArrayBuffer(4))
    const started = new Worker(file, {
      workerData: { allow, userAgent, reading } satisfies ThreadData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    started.on('message', (message: Reply) => hear(message))
    started.on('error', (error) => {
      if (!isClosed) onError(error)
    })
    started.on('exit', () => end(started))
    heardAt = performance.now() + START_MS
    const everyMs = Math.min(PING_EVERY_MS, silentForMs / 4)
    watch = setInterval(() => check(started, everyMs), everyMs).unref()
    return started
  }

  function hear(message: Reply): void {
    heardAt = performance.now()
    if (message.kind !== 'answer' && message.kind !== 'error') return
    const one = waiting.get(message.id)
    waiting.delete(message.id)
    if (waiting.size === 0) thread?.unref()
    if (message.kind === 'answer') one?.resolve(message.value)
    else one?.reject(toError(message))
  }

  function check(watched: Worker, everyMs: number): void {
    const at = performance.now()
    // A machine that slept, or a main thread that was held up, has heard nothing either.
    const wasAway = at - checkedAt > 3 * everyMs
    checkedAt = at
    if (waiting.size === 0 || wasAway) heardAt = Math.max(heardAt, at)
    if (at - heardAt > silentForMs) void watched.terminate()
    else watched.postMessage({ kind: 'ping' } satisfies Question)
  }

  function end(ended: Worker): void {
    if (thread !== ended) return
    thread = undefined
    clearInterval(watch)
    const culprit = Atomics.load(reading, 0)
    const left = [...waiting]
    waiting.clear()
    for (const [id, { reject }] of left) reject(new ThreadEndedError(id === culprit))
  }

  function ask(question: Exclude<Question, { kind: 'abort' | 'ping' }>) {
    if (isClosed)
      return Promise.reject(new AppError('FETCH_FAILED', 'Fetching has stopped: we shut down.'))
    thread ??= start()
    thread.ref()
    return new Promise<unknown>((resolve, reject) => {
      waiting.set(question.id, { resolve, reject })
      thread?.postMessage(question)
    })
  }

  async function enrichPage(url: string): Promise<PageReading> {
    try {
      return (await ask({ kind: 'page', id: ++lastId, url })) as PageReading
    } catch (error) {
      if (!(error instanceof ThreadEndedError)) throw error
      const [outcome, reason] = error.wasReading
        ? (['blocked', 'The page takes too much work to read.'] as const)
        : (['error', 'Reading the page was interrupted.'] as const)
      return { outcome, error: reason, metadata: { ...EMPTY_METADATA }, provenance: {} }
    }
  }

  async function guardedFetch({ signal, ...request }: FetchRequest): Promise<FetchedResource> {
    const id = ++lastId
    const abort = () => thread?.postMessage({ kind: 'abort', id } satisfies Question)
    signal?.addEventListener('abort', abort)
    try {
      const asked = ask({ kind: 'fetch', id, request })
      if (signal?.aborted) abort()
      const value = await asked
      const resource = value as FetchedResource & { headers: [string, string][] }
      return { ...resource, headers: new Headers(resource.headers) }
    } catch (error) {
      if (!(error instanceof ThreadEndedError)) throw error
      throw new AppError('FETCH_FAILED', 'Fetching was interrupted.', { cause: error })
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  const readThumbnail: ReadThumbnail = async (url) => {
    try {
      return (await ask({ kind: 'thumbnail', id: ++lastId, url })) as ThumbnailReading
    } catch (error) {
      if (!(error instanceof ThreadEndedError)) throw error
      return { problem: 'The picture could not be read.', isTransient: !error.wasReading }
    }
  }

  return {
    enrichPage,
    readThumbnail,
    guardedFetch,
    async close() {
      isClosed = true
      await thread?.terminate()
    },
  }
}

function toError(message: Extract<Reply, { kind: 'error' }>): Error {
  const { code, retryAfterS, systemCode } = message
  if (code === undefined) return new Error(message.message)
  return new AppError(code, message.message, {
    ...(retryAfterS !== undefined && { retryAfterS }),
    ...(systemCode && { cause: Object.assign(new Error(systemCode), { code: systemCode }) }),
  })
}
