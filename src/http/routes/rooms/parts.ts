import type { Context } from 'hono'
import type { AppError } from '../../../errors.ts'
import type { Services } from '../../../services.ts'
import type { RoomContext, sessionCookie } from '../../rooms.ts'
import type { Site } from '../../views/layout.ts'
import { roomMessage } from '../../views/rooms/layout.ts'
import { roomWords } from '../../views/rooms/words.ts'

export interface RoomDeps {
  services: Services
  baseUrl: string
  /** The address of the socket, never what a header says. */
  clientAddress: (c: Context) => string
  log: (error: unknown, request: { method: string; path: string }) => void
}

/** What each group of routes is given. */
export interface RoomParts extends RoomDeps {
  site: () => Promise<Site>
  cookie: ReturnType<typeof sessionCookie>
}

/** An address that only acts by POST, opened as a page: says so and changes nothing. */
export function postOnly({ site }: Pick<RoomParts, 'site'>, back: string) {
  return async (c: RoomContext) => {
    const { publication } = await site()
    const words = roomWords(publication.locale)
    return c.html(
      roomMessage({
        site: await site(),
        title: words.postOnlyTitle,
        text: words.postOnlyText,
        link: { href: back, text: words.goOn },
      }),
      405,
      { allow: 'POST' },
    )
  }
}

export function minutesOf(error: AppError): number {
  return Math.ceil((error.retryAfterS ?? 60) / 60)
}
