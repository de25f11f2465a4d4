import { z } from 'zod'
import type { Services } from '../../services.ts'
import type { Hook } from '../../store/hooks.ts'
import { HOOK_KINDS } from '../../store/schema.ts'
import { requireScope } from '../auth.ts'
import { cleanText, readBody, readId } from '../input.ts'
import { newRouter } from '../problem.ts'

export const hookSchema = z.strictObject({
  kind: z.enum(HOOK_KINDS, { error: `One of ${HOOK_KINDS.join(', ')}.` }).default('inbound'),
  name: cleanText(200).nullish(),
})

/** Making and removing secret addresses; what is posted to them is in `inbound.ts`. */
export function hookRoutes({ hooks }: Pick<Services, 'hooks'>) {
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => c.json({ items: (await hooks.list()).map(hookJson), next_cursor: null }))
    .post('/', async (c) => {
      const { kind, name } = await readBody(c, hookSchema)
      const { url, hook } = await hooks.create(kind, name ?? '')
      return c.json({ ...hookJson(hook), url }, 201)
    })
    .delete('/:id', async (c) => {
      await hooks.remove(readId(c))
      return c.body(null, 204)
    })
}

function hookJson(hook: Hook) {
  return {
    id: hook.id,
    kind: hook.kind,
    name: hook.name,
    prefix: hook.prefix,
    created_at: hook.createdAt.toISOString(),
    last_used_at: hook.lastUsedAt?.toISOString() ?? null,
  }
}
