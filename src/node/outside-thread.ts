/**
 * The thread that talks to other people's servers and reads what they send; see `outside.ts`.
 *
 * In: questions with an id. Out: for each, an answer or an error with the same id.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { GuardedFetch } from '../domain/fetching.ts'
import { createEnrichPage } from '../enrich/fetch-page.ts'
import { isAppError, messageOf, systemCodeOf } from '../errors.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { makeThumbnail } from './make-thumbnail.ts'
import type { Question, Reply, ThreadData } from './outside-messages.ts'
import { createPdfReader } from './read-pdf-apart.ts'
import { createReadThumbnail } from './read-thumbnail.ts'

const port = parentPort
if (port === null) throw new Error('This file runs as a thread only.')

const { allow, userAgent, reading } = workerData as ThreadData
const door = createGuardedFetch({ allow, userAgent })
const pages = new Map<string, number>()
/** Notes what is about to be read, so that a page which never ends is known. */
const guardedFetch: GuardedFetch = async (request) => {
  const resource = await door(request)
  Atomics.store(reading, 0, pages.get(request.url) ?? 0)
  return resource
}
const enrichPage = createEnrichPage({ guardedFetch, allow, readPdf: createPdfReader() })
const readThumbnail = createReadThumbnail({ guardedFetch: door, makeThumbnail })
const running = new Map<number, AbortController>()

function reply(message: Reply, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

reply({ kind: 'pong' }) // ready

port.on('message', async (question: Question) => {
  if (question.kind === 'ping') return reply({ kind: 'pong' })
  if (question.kind === 'abort') return running.get(question.id)?.abort()
  const { id } = question
  try {
    await answer(question)
  } catch (error) {
    const known = isAppError(error) ? { code: error.code, retryAfterS: error.retryAfterS } : {}
    const systemCode = systemCodeOf(error)
    reply({ kind: 'error', id, message: messageOf(error), systemCode, ...known })
  } finally {
    running.delete(id)
  }
})

async function answer(question: Exclude<Question, { kind: 'ping' | 'abort' }>): Promise<void> {
  const { id } = question
  if (question.kind !== 'fetch') {
    const read = question.kind === 'page' ? enrichPage : readThumbnail
    pages.set(question.url.replace(/#.*$/s, ''), id)
    try {
      return reply({ kind: 'answer', id, value: await read(question.url) })
    } finally {
      pages.delete(question.url.replace(/#.*$/s, ''))
    }
  }
  const aborting = new AbortController()
  running.set(id, aborting)
  const resource = await door({ ...question.request, signal: aborting.signal })
  const body = new Uint8Array(resource.body) // its own memory, which can be handed over
  const value = { ...resource, headers: [...resource.headers], body }
  reply({ kind: 'answer', id, value }, [body.buffer])
}
