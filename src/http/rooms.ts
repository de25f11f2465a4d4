import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import {
  csrfTokenOf,
  isCsrfTokenOf,
  type OpenSession,
  SESSION_S,
} from '../access/session-service.ts'
import type { RevisionAuthor } from '../domain/issue-content.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { type Form, type FormEntries, readForm } from './form.ts'

/** What the owner's rooms know of a request. */
interface RoomVariables {
  /** Set by `sessionAuth` when the browser is logged in. */
  login: (OpenSession & { token: string; csrf: string }) | undefined
  /** Set for every POST. */
  form: Form
}

export type RoomEnv = { Variables: RoomVariables }
export type RoomContext = Context<RoomEnv>
export type RoomMiddleware = MiddlewareHandler<RoomEnv>

export const newRoomRouter = () => new Hono<RoomEnv>()

export const isSafeRequest = (c: Context) => c.req.method === 'GET' || c.req.method === 'HEAD'

/** The path and query of the request; its host is what somebody claims and is left out. */
export function pathOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

/** `__Host-` binds the cookie to this very host, but browsers take it over https only. */
export function sessionCookie(baseUrl: string) {
  const isSecure = baseUrl.startsWith('https:')
  const name = isSecure ? '__Host-session' : 'session'
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure } as const
  return {
    read: (c: Context) => getCookie(c, name),
    write: (c: Context, token: string) =>
      setCookie(c, name, token, { ...options, maxAge: SESSION_S }),
    clear: (c: Context) => void deleteCookie(c, name, options),
  }
}

/** Pages for one person: in no cache, no index, no frame; their address is told to no other site. */
export const privatePages: RoomMiddleware = async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex, nofollow')
  // Not no-referrer: browsers would then send forms with "Origin: null".
  c.header('referrer-policy', 'same-origin')
  // A page that opened the save window cannot reach into it or send it elsewhere.
  c.header('cross-origin-opener-policy', 'same-origin')
  // A frame of the preview has its own, which shuts it off further.
  if (c.res.headers.has('content-security-policy')) return
  c.header(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
}

/**
 * Refuses forms that another site sent. Browsers say where a form comes from in Sec-Fetch-Site or
 * Origin; programs that say neither carry nobody's cookie by accident.
 */
export function sameOrigin(baseUrl: string): RoomMiddleware {
  const { origin } = new URL(baseUrl)
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site') ?? 'same-origin'
    const isForeign =
      (site !== 'same-origin' && site !== 'none') || (c.req.header('origin') ?? origin) !== origin
    if (!isSafeRequest(c) && isForeign)
      throw new AppError('FORBIDDEN', `Forms are taken from ${origin} only.`)
    await next()
  }
}

export const parseForm: RoomMiddleware = async (c, next) => {
  if (!isSafeRequest(c)) c.set('form', await readForm(c))
  await next()
}

/** Remembers who is logged in, if anybody, and keeps the cookie as long as its session. */
export function sessionAuth(
  { sessions }: Pick<Services, 'sessions'>,
  cookie: ReturnType<typeof sessionCookie>,
): RoomMiddleware {
  return async (c, next) => {
    const token = cookie.read(c)
    const open = token === undefined ? undefined : await sessions.find(token)
    if (open && token !== undefined) {
      c.set('login', { ...open, token, csrf: csrfTokenOf(token) })
      if (open.isExtended) cookie.write(c, token)
    }
    await next()
  }
}

export interface LoginDetour {
  /** Shows the login, which leads to `next` afterwards. */
  toLogin: (c: RoomContext, next: string) => Response | Promise<Response>
  /** Shows the login and keeps the form for the time after it. */
  keepForm: (c: RoomContext, next: string, kept: FormEntries) => Response | Promise<Response>
  /** The form is ours but of an earlier login: asks for one more press of the button. */
  askAgain: (c: RoomContext, next: string, kept: FormEntries) => Response | Promise<Response>
}

/** Lets in who is logged in; of anybody else it loses nothing that was typed. */
export function requireLogin(detour: LoginDetour): RoomMiddleware {
  return async (c, next) => {
    const login = c.get('login')
    if (isSafeRequest(c)) return login ? next() : detour.toLogin(c, pathOf(c))
    const { entries } = c.get('form')
    if (!login) return detour.keepForm(c, pathOf(c), entries)
    if (!hasFormToken(c)) {
      if (!isVouchedFor(c)) throw new AppError('FORBIDDEN', 'The form carries no valid token.')
      return detour.askAgain(c, pathOf(c), entries)
    }
    return next()
  }
}

export function hasFormToken(c: RoomContext): boolean {
  const login = c.get('login')
  return login !== undefined && isCsrfTokenOf(login.token, c.get('form').get('csrf'))
}

/** The browser itself said that the form comes from here; `sameOrigin` has checked what it said. */
function isVouchedFor(c: Context): boolean {
  return c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined
}

/** The login that `requireLogin` has seen. */
export function loginOf(c: RoomContext) {
  const login = c.get('login')
  if (!login) throw new AppError('UNAUTHORIZED', 'Log in first.')
  return login
}

/** Who changes an issue in the rooms. */
export function authorOf(c: RoomContext): RevisionAuthor {
  const { account, session } = loginOf(c)
  const name = account.name || account.email || ''
  return { source: 'room', name, session: `session:${session.id}` }
}
