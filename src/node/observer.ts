import type { Mailer, SendOutcome } from '../deliver/mailer.ts'
import type { GuardedFetch } from '../domain/fetching.ts'
import type { PageReading } from '../enrich/page-reading.ts'
import { isAppError } from '../errors.ts'

/** Is told of each piece of work, without addresses or anybody's text. */
export interface Observer {
  onMail(outcome: SendOutcome['state']): void
  /** `ok`, or the code of the error. */
  onFetch(result: string): void
  onPage(outcome: PageReading['outcome']): void
  onRender(kind: 'issue' | 'service_mail'): void
}

export function observeMailer(mailer: Mailer, observer: Observer | undefined): Mailer {
  if (!observer) return mailer
  async function told<Outcome extends SendOutcome | null>(
    sending: Promise<Outcome>,
  ): Promise<Outcome> {
    const outcome = await sending
    if (outcome) observer?.onMail(outcome.state)
    return outcome
  }
  return {
    async open() {
      const opened = await mailer.open()
      if ('failure' in opened) return opened
      const { lane } = opened
      const { sendHeld } = lane
      return {
        lane: {
          send: (message) => told(lane.send(message)),
          ...(sendHeld && { sendHeld: (message, mayEnd) => told(sendHeld(message, mayEnd)) }),
          release: () => lane.release(),
        },
      }
    },
    send: (message) => told(mailer.send(message)),
    verify: () => mailer.verify(),
    close: () => mailer.close(),
  }
}

export function observeFetch(fetch: GuardedFetch, observer: Observer | undefined): GuardedFetch {
  if (!observer) return fetch
  return async (request) => {
    try {
      const resource = await fetch(request)
      observer.onFetch('ok')
      return resource
    } catch (error) {
      observer.onFetch(isAppError(error) ? error.code : 'INTERNAL')
      throw error
    }
  }
}

export function observePages(
  read: (url: string) => Promise<PageReading>,
  observer: Observer | undefined,
): (url: string) => Promise<PageReading> {
  if (!observer) return read
  return async (url) => {
    const reading = await read(url)
    observer.onPage(reading.outcome)
    return reading
  }
}
