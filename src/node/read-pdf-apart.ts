/**
 * Reads PDFs in a thread that can be ended, because a hostile file may compute or grow for ever.
 *
 * In: the whole file. Out: what it says of itself; nothing when the thread runs out of time or
 * memory. One file at a time, so that many do not take all the memory together.
 */
import { Worker } from 'node:worker_threads'
import type { Finding } from '../enrich/page-reading.ts'
import type { ReadPdf } from '../enrich/sources/pdf.ts'

export interface PdfLimits {
  timeoutMs: number
  /** Of the thread's heap, and of the buffers beside it. */
  maxMegabytes: number
}

const LIMITS: PdfLimits = { timeoutMs: 10_000, maxMegabytes: 256 }
const LOOK_EVERY_MS = 50

export function createPdfReader(limits: PdfLimits = LIMITS): ReadPdf {
  let last: Promise<unknown> = Promise.resolve()
  return function readPdfApart(body) {
    const reading = last.then(() => readInThread(body, limits))
    last = reading
    return reading
  }
}

function readInThread(body: Uint8Array, limits: PdfLimits): Promise<Finding[]> {
  const thread = new Worker(new URL('pdf-thread.ts', import.meta.url), {
    workerData: body,
    resourceLimits: { maxOldGenerationSizeMb: limits.maxMegabytes },
  })
  return new Promise((resolve) => {
    const end = (findings: Finding[]) => {
      clearTimeout(timer)
      clearInterval(watch)
      void thread.terminate()
      resolve(findings)
    }
    const timer = setTimeout(() => end([]), limits.timeoutMs)
    const watch = setInterval(() => {
      // Unpacked streams lie outside the heap, where its limit does not hold.
      thread.getHeapStatistics().then(
        ({ external_memory: bytes }) => {
          if (bytes > limits.maxMegabytes * 1024 * 1024) end([])
        },
        () => undefined, // not running yet, or no more: then "exit" ends it
      )
    }, LOOK_EVERY_MS)
    thread.once('message', end)
    // A file that breaks its thread says as little as one that is broken.
    thread.once('error', () => end([]))
    thread.once('exit', () => end([]))
  })
}
