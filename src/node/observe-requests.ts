import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Trace, TraceFacts } from '../domain/trace.ts'
import { type RequestScope, requestScope } from './log.ts'

type Fetch = (request: Request, env?: unknown) => Response | Promise<Response>

/** What `@hono/node-server` hands over beside the request. */
export interface NodeBindings {
  incoming: Pick<IncomingMessage, 'headers' | 'url' | 'method' | 'socket'>
  outgoing: Pick<ServerResponse, 'setHeader'>
}

export interface AnsweredRequest {
  method: string
  route: string
  status: number
  seconds: number
}

/** Said for a route where the page cache answered. */
const KEPT_PAGE = 'kept page'

/** An id that a proxy gave; anything else could be made to break a log. */
const SANE_ID = /^[\w.:-]{1,64}$/

/**
 * Gives each request an id, which is in every line of the log that is written meanwhile and in
 * the answer (`X-Request-Id`), and says of each answer what a statistic may hold.
 */
export function observeRequests(
  fetch: Fetch,
  { onAnswer, trace }: { onAnswer: (request: AnsweredRequest) => void; trace?: Trace | undefined },
): (request: Request, env: NodeBindings) => Response | Promise<Response> {
  return (request, env) => {
    const given = env.incoming.headers['x-request-id']
    const requestId = typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID()
    env.outgoing.setHeader('x-request-id', requestId)
    const scope: RequestScope = { requestId }
    const startedAt = performance.now()
    const done = (response: Response) => {
      onAnswer({
        method: request.method,
        route: scope.route ?? KEPT_PAGE,
        status: response.status,
        seconds: (performance.now() - startedAt) / 1000,
      })
      return response
    }
    return requestScope.run(scope, () => {
      const answer = () => {
        const response = fetch(request, env)
        return response instanceof Promise ? response.then(done) : done(response)
      }
      if (!trace) return answer()
      const traceparent = env.incoming.headers.traceparent
      return trace(
        request.method,
        {
          facts: { 'http.request.method': request.method },
          request: { traceparent: typeof traceparent === 'string' ? traceparent : undefined },
        },
        async (note) => {
          const response = await answer()
          note(
            factsOf(response.status, scope.route),
            `${request.method} ${scope.route ?? KEPT_PAGE}`,
          )
          return response
        },
      )
    })
  }
}

function factsOf(status: number, route: string | undefined): TraceFacts {
  return {
    'http.response.status_code': status,
    ...(route !== undefined && { 'http.route': route }),
    // A visitor's mistake is no fault of ours.
    ...(status >= 500 && { 'error.type': String(status) }),
  }
}

/** To be told by the app which route answers. */
export function noteRoute(route: string): void {
  const scope = requestScope.getStore()
  if (scope) scope.route = route
}
