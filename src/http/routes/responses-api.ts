import { z } from 'zod'
import { type IssueResponse, RESPONSE_TABS, type ResponseSettings } from '../../domain/response.ts'
import { webUrl } from '../../render/safe-url.ts'
import type { Services } from '../../services.ts'
import { requireScope } from '../auth.ts'
import { cleanText, readBody, readId, readQuery } from '../input.ts'
import { isMailAddress } from '../mail-address.ts'
import { newRouter } from '../problem.ts'

const state = z.enum(RESPONSE_TABS, { error: `One of ${RESPONSE_TABS.join(', ')}.` })
export const listSchema = z.object({ state: state.default('held') })
export const moveSchema = z.strictObject({ state })
const flag = z.boolean({ error: 'true or false.' }).optional()
export const settingsSchema = z.strictObject({
  comments: flag,
  mentions: flag,
  digest: flag,
  tell_linked: flag,
  reply_to: cleanText(254)
    .trim()
    .refine((text) => text === '' || isMailAddress(text), 'Write a mail address, or an empty text.')
    .optional(),
  hub: cleanText(2_000)
    .trim()
    .refine(
      (text) => text === '' || webUrl(text) !== null,
      'Write a web address, or an empty text.',
    )
    .optional(),
})

/** Responses for programs: reading, showing, putting away. */
export function responseApiRoutes({ responses }: Pick<Services, 'responses'>) {
  const admin = requireScope('admin')
  return newRouter()
    .use(requireScope('edit'))
    .get('/settings', admin, async (c) => c.json(settingsJson(await responses.readSettings())))
    .patch('/settings', admin, async (c) => {
      const { tell_linked, reply_to, comments, mentions, digest, hub } = await readBody(
        c,
        settingsSchema,
      )
      await responses.saveSettings({
        ...(comments !== undefined && { comments }),
        ...(mentions !== undefined && { mentions }),
        ...(digest !== undefined && { digest }),
        ...(hub !== undefined && { hub }),
        ...(tell_linked !== undefined && { tellLinked: tell_linked }),
        ...(reply_to !== undefined && { replyTo: reply_to }),
      })
      return c.json(settingsJson(await responses.readSettings()))
    })
    .get('/', async (c) => {
      const items = await responses.list(readQuery(c, listSchema).state)
      return c.json({ items: items.map(responseJson), next_cursor: null })
    })
    .patch('/:id', async (c) => {
      const { state: to } = await readBody(c, moveSchema)
      const id = readId(c)
      await responses.move(id, to)
      return c.json({ id, state: to })
    })
    .delete('/:id', async (c) => {
      await responses.remove(readId(c))
      return c.body(null, 204)
    })
}

function responseJson(response: IssueResponse) {
  return {
    id: response.id,
    issue_id: response.issueId,
    kind: response.kind,
    state: response.state,
    name: response.name,
    email: response.email,
    content: response.content,
    source_url: response.sourceUrl,
    author_url: response.authorUrl,
    relation: response.relation,
    title: response.title,
    created_at: response.createdAt.toISOString(),
  }
}

function settingsJson(settings: ResponseSettings) {
  return {
    comments: settings.comments,
    mentions: settings.mentions,
    digest: settings.digest,
    tell_linked: settings.tellLinked,
    reply_to: settings.replyTo,
    hub: settings.hub,
  }
}
