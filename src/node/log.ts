import { AsyncLocalStorage } from 'node:async_hooks'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** What the lines of a log say of the request during which they were written. */
export interface RequestScope {
  requestId: string
  /** Pattern of the route that answered, such as `/issues/:slug`; absent: a kept page. */
  route?: string
}

export const requestScope = new AsyncLocalStorage<RequestScope>()

const INFO = 30
/** The part of an address that names a person, where a host follows it. */
const PERSON = /[\w.!#$%&'*+=?^`{|}~-]+@(?=[\w-]+(?:\.[\w-]+)+)/g

/**
 * JSON lines. Below the level debug no line holds a mail address, whoever wrote it there (mail
 * servers repeat them in their refusals): what stands before the @ is left out.
 */
export function createLog(
  level: LoggerOptions['level'] & string,
  out: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      mixin: () => {
        const scope = requestScope.getStore()
        return scope ? { requestId: scope.requestId } : {}
      },
    },
    {
      write(line: string) {
        const [, found = '0'] = /^\{"level":(\d+)/.exec(line) ?? []
        out.write(Number(found) >= INFO ? line.replace(PERSON, '…@') : line)
      },
    },
  )
}
