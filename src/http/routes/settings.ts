import { z } from 'zod'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { TOKEN_SCOPES } from '../../store/schema.ts'
import { readEditorial } from '../../store/settings.ts'
import type { TokenInfo } from '../../store/tokens.ts'
import { requireScope, scopeNow } from '../auth.ts'
import { cleanText, readBody, readId } from '../input.ts'
import { newRouter } from '../problem.ts'
import { settingsSchema, showSettings, storeSettings } from '../settings-input.ts'
import { embedSnippet } from '../views/subscribe-embed.ts'

export function settingsRoutes(services: Services, baseUrl: string) {
  const { db } = services
  const show = () => showSettings(db)
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => c.json(await show()))
    .get('/embed', async (c) => {
      const { locale, publicSignup } = await readEditorial(db)
      if (publicSignup === false)
        throw new AppError('NOT_FOUND', 'Public sign-up is off: set public_signup first.')
      return c.json({ html: embedSnippet({ baseUrl, locale }) })
    })
    .patch('/', async (c) => {
      const body = await readBody(c, settingsSchema)
      await storeSettings(db, body)
      return c.json(await show())
    })
}

export const tokenSchema = z.object({
  name: cleanText(200),
  scope: z.enum(TOKEN_SCOPES, { error: `One of ${TOKEN_SCOPES.join(', ')}.` }),
})

export function tokenRoutes({ tokens }: Services) {
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) =>
      c.json({ items: (await tokens.list()).map(tokenJson), next_cursor: null }),
    )
    .post('/', async (c) => {
      const { name, scope } = await readBody(c, tokenSchema)
      const { token, info } = await tokens.create(name, scope, c.get('tokenMaker')?.id)
      return c.json({ ...tokenJson(info), token }, 201)
    })
    .delete('/:id', async (c) => {
      await tokens.revoke(readId(c))
      return c.body(null, 204)
    })
}

function tokenJson(info: TokenInfo) {
  return {
    id: info.id,
    name: info.name,
    scope: scopeNow(info),
    prefix: info.prefix,
    made_by: info.maker && (info.maker.name || info.maker.email || info.maker.role),
    created_at: info.createdAt.toISOString(),
    last_used_at: info.lastUsedAt?.toISOString() ?? null,
    revoked_at: info.revokedAt?.toISOString() ?? null,
  }
}
