import type { Context } from 'hono'

/** One thing that is needed; `problem` is null while it is there. */
export interface ReadyCheck {
  name: string
  problem: string | null
  /** The work goes on without it. */
  isOptional?: boolean
}

/**
 * `GET /readyz`: 200 while everything is there, 503 otherwise. Which one is missing is public, why
 * is for the log.
 */
export function readyAnswer(
  c: Context,
  checks: ReadyCheck[],
  log: (error: unknown, request: { method: string; path: string }) => void,
): Response {
  const missing = checks.filter(({ problem }) => problem !== null)
  const isReady = missing.every(({ isOptional }) => isOptional)
  for (const { name, problem } of missing)
    log(new Error(`${isReady ? 'Missing' : 'Not ready'}: ${name}: ${problem}`), {
      method: c.req.method,
      path: c.req.path,
    })
  c.header('cache-control', 'no-store')
  return c.json(
    {
      status: isReady ? 'ready' : 'not ready',
      checks: Object.fromEntries(
        checks.map(({ name, problem }) => [name, problem === null ? 'ok' : 'missing']),
      ),
    },
    isReady ? 200 : 503,
  )
}
