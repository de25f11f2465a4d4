import { createHash, randomBytes } from 'node:crypto'
import { AppError } from './errors.ts'
import { type Database, TOKEN_SCOPES, type TokenScope } from './store/schema.ts'
import {
  findLiveToken,
  findTokens,
  insertToken,
  revokeToken,
  type TokenInfo,
  touchToken,
} from './store/tokens.ts'

/** Tokens carry 256 random bits, so a plain SHA-256 is as strong as they are; only that is stored. */
const hashOf = (token: string) => createHash('sha256').update(token).digest()

export function createTokenService({ db, now }: { db: Database; now: () => Date }) {
  return {
    /**
     * The token itself is returned here and never again. `accountId`: who makes it, null at the
     * command line.
     */
    async create(
      name: string,
      scope: string,
      accountId: number | null = null,
    ): Promise<{ token: string; info: TokenInfo }> {
      if (!TOKEN_SCOPES.includes(scope as TokenScope))
        throw new AppError('INVALID_INPUT', `Choose a scope: ${TOKEN_SCOPES.join(', ')}.`, {
          fields: [{ field: 'scope', message: `One of ${TOKEN_SCOPES.join(', ')}.` }],
        })
      if (name.trim() === '')
        throw new AppError('INVALID_INPUT', 'Give the token a name, so that you know it later.', {
          fields: [{ field: 'name', message: 'Give it a name.' }],
        })
      const token = `ll_${scope}_${randomBytes(32).toString('base64url')}`
      const info = await insertToken(db, {
        name: name.trim(),
        scope: scope as TokenScope,
        prefix: token.slice(0, 12 + scope.length - 4),
        hash: hashOf(token),
        accountId,
      })
      return { token, info }
    },
    async find(token: string): Promise<TokenInfo | undefined> {
      const info = await findLiveToken(db, hashOf(token))
      if (info) await touchToken(db, info, now())
      return info
    },
    list: () => findTokens(db),
    async revoke(id: number): Promise<void> {
      if (!(await revokeToken(db, id, now())))
        throw new AppError('NOT_FOUND', `There is no valid token ${id}.`)
    },
  }
}
