/**
 * An import that tells how far it is: `Accept: text/event-stream` or `application/x-ndjson`.
 * Events `progress`, then one `report`, or `problem` when it breaks off. What is wrong with the file as a
 * whole shows before the first event and is answered like any error.
 */
import type { Context } from 'hono'
import type { ImportProgress, ImportReport } from '../collect/import-links.ts'
import { problemJson, toAppError } from './problem.ts'
import { toByteStream } from './text-stream.ts'

export type LogError = (error: unknown, request: { method: string; path: string }) => void

const WRITERS = {
  'text/event-stream': (event: string, data: object) =>
    `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  'application/x-ndjson': (event: string, data: object) =>
    `${JSON.stringify({ event, ...data })}\n`,
} as const
export type ProgressFormat = keyof typeof WRITERS

type Step = { progress: ImportProgress } | { report: ImportReport }

export function progressFormatOf(c: Context): ProgressFormat | undefined {
  const accept = c.req.header('accept') ?? ''
  return (Object.keys(WRITERS) as ProgressFormat[]).find((type) => accept.includes(type))
}

export async function streamImport(
  c: Context,
  format: ProgressFormat,
  run: (onProgress: (progress: ImportProgress) => Promise<void>) => Promise<ImportReport>,
  log: LogError,
  /** What the last event holds besides. */
  more: (report: ImportReport) => object = () => ({}),
): Promise<Response> {
  let isAnswering = false
  const steps = stepsOf((onProgress) =>
    run(onProgress).catch((thrown) => {
      // Said here, because it also happens when nobody reads on.
      if (isAnswering && toAppError(thrown).code === 'INTERNAL')
        log(thrown, { method: c.req.method, path: c.req.path })
      throw thrown
    }),
  )
  const first = await steps.next()
  isAnswering = true
  async function* events(): AsyncGenerator<string> {
    const write = WRITERS[format]
    try {
      for (let step = first; !step.done; step = await steps.next())
        yield 'report' in step.value
          ? write('report', { ...step.value.report, ...more(step.value.report) })
          : write('progress', step.value.progress)
    } catch (thrown) {
      yield write('problem', problemJson(toAppError(thrown)))
    }
  }
  return c.body(toByteStream(events()), 200, {
    'content-type': `${format}; charset=utf-8`,
    'cache-control': 'no-store',
    // Proxies that collect an answer before they pass it on would make it useless.
    'x-accel-buffering': 'no',
  })
}

/** The import's calls as a sequence. It goes on by itself, also when nobody reads any more. */
async function* stepsOf(
  run: (onProgress: (progress: ImportProgress) => Promise<void>) => Promise<ImportReport>,
): AsyncGenerator<Step> {
  let latest: ImportProgress | undefined
  let wake = Promise.withResolvers<void>()
  let report: ImportReport | undefined
  let failure: { error: unknown } | undefined
  void run(async (progress) => {
    latest = progress
    wake.resolve()
  })
    .then(
      (result) => {
        report = result
      },
      (error: unknown) => {
        failure = { error }
      },
    )
    .finally(() => wake.resolve())
  for (;;) {
    await wake.promise
    wake = Promise.withResolvers<void>()
    // A slow reader gets the newest state, not all that were.
    const progress = latest
    latest = undefined
    if (progress) yield { progress }
    if (failure) throw failure.error
    if (report) {
      yield { report }
      return
    }
  }
}
