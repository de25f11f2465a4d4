import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { TokenScope } from '../store/schema.ts'
import type { TokenInfo, TokenMaker } from '../store/tokens.ts'
import { MOST_SCOPE, mayEnter } from './room-access.ts'

const RANK: Record<TokenScope, number> = { save: 0, edit: 1, admin: 2 }

/** Lets requests with a valid bearer token through (RFC 6750 §2.1) and remembers what it may. */
export function bearerAuth({ tokens }: Pick<Services, 'tokens'>): MiddlewareHandler {
  return async (c, next) => {
    const token = /^Bearer +([\w.~+/=-]{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const info = token === undefined ? undefined : await tokens.find(token)
    if (!info)
      throw new AppError(
        'UNAUTHORIZED',
        'Send a valid token: "Authorization: Bearer TOKEN". Make one with: npm run cli -- token create',
      )
    c.set('scope', scopeNow(info))
    c.set('tokenId', info.id)
    c.set('tokenMaker', info.maker)
    c.set('tokenName', info.name)
    await next()
  }
}

/** Does a token of this scope do what the other one may? */
export function isWithin(scope: TokenScope, least: TokenScope): boolean {
  return RANK[scope] >= RANK[least]
}

/** Its own scope, or less: as much as the present role of its maker may. */
export function scopeNow({ scope, maker }: TokenInfo): TokenScope {
  const most = maker === null ? scope : MOST_SCOPE[maker.role]
  return isWithin(most, scope) ? scope : most
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

/** Where a scope reaches further than a role: as who may enter the room for the same thing. */
export function requireRoom(path: string): MiddlewareHandler {
  return async (c, next) => {
    const maker: TokenMaker | null | undefined = c.get('tokenMaker')
    if (maker && !mayEnter(maker.role, path))
      throw new AppError(
        'FORBIDDEN',
        `This needs a token that an owner made; the role of whoever made yours is ${maker.role}.`,
      )
    await next()
  }
}
