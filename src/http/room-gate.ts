import type { Services } from '../services.ts'
import type { FormEntries } from './form.ts'
import { homeOf, isSensitive, mayEnter } from './room-access.ts'
import { isSafeRequest, loginOf, pathOf, type RoomContext, type RoomMiddleware } from './rooms.ts'
import { withViewer } from './viewer.ts'

export interface GateDetour {
  /** Says whose room it is. */
  refuse: (c: RoomContext) => Promise<Response>
  /** Asks once more who it is, and keeps the form, if there is one, for the time after it. */
  prove: (c: RoomContext, next: string, kept: FormEntries | undefined) => Promise<Response>
}

/** Behind the login: lets each person into the rooms of their role, as `room-access.ts` has it. */
export function roomGate(
  { sessions, logins }: Pick<Services, 'sessions' | 'logins'>,
  detour: GateDetour,
): RoomMiddleware {
  return async (c, next) => {
    const { account, session } = loginOf(c)
    const { method, path } = c.req
    if (!mayEnter(account.role, path, method)) {
      if (method === 'GET' && path === '/admin') return c.redirect(homeOf(account.role), 303)
      return withViewer(account.role, () => detour.refuse(c))
    }
    if (
      isSensitive(account, method, path) &&
      !sessions.isFresh(session) &&
      (await logins.canProve(account))
    ) {
      const kept = isSafeRequest(c) ? undefined : c.get('form').entries
      return detour.prove(c, pathOf(c), kept)
    }
    return withViewer(account.role, next)
  }
}
