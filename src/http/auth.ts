import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { TokenScope } from '../store/schema.ts'

const RANK: Record<TokenScope, number> = { save: 0, edit: 1, admin: 2 }

/** Lets requests with a valid bearer token through (RFC 6750 §2.1) and remembers its scope. */
export function bearerAuth({ tokens }: Pick<Services, 'tokens'>): MiddlewareHandler {
  return async (c, next) => {
    const token = /^Bearer +([\w.~+/=-]{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const info = token === undefined ? undefined : await tokens.find(token)
    if (!info)
      throw new AppError(
        'UNAUTHORIZED',
        'Send a valid token: "Authorization: Bearer TOKEN". Make one with: npm run cli -- token create',
      )
    c.set('scope', info.scope)
    c.set('tokenId', info.id)
    c.set('tokenName', info.name)
    await next()
  }
}

/** Does a token of this scope do what the other one may? */
export function isWithin(scope: TokenScope, least: TokenScope): boolean {
  return RANK[scope] >= RANK[least]
}

export function requireScope(least: TokenScope): MiddlewareHandler {
  return async (c, next) => {
    if (!isWithin(c.get('scope'), least))
      throw new AppError(
        'FORBIDDEN',
        `This needs a token of scope ${least}; yours is ${c.get('scope')}.`,
      )
    await next()
  }
}
