import { WEBHOOK_EVENTS, type WebhookDelivery, type WebhookEvent } from '../../../domain/webhook.ts'
import { type FieldProblem, isAppError } from '../../../errors.ts'
import { cleanField, type Form } from '../../form.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import type { WebhookForm } from '../../views/rooms/webhooks/form.ts'
import { WEBHOOKS_PATH as PATH, webhooksPage } from '../../views/rooms/webhooks/list.ts'
import { webhookPage } from '../../views/rooms/webhooks/one.ts'
import { webhooksWords } from '../../views/rooms/webhooks/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const MOST = 50
const SHOWN = 20
const DONE = ['changed', 'on', 'off', 'removed', 'taken', 'refused'] as const
type Done = (typeof DONE)[number]

/** Programs that are told: adding, trying, looking at what they answered, switching off. */
export function webhooksRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { webhooks } = services

  const words = async () => webhooksWords((await site()).publication.locale)

  async function noticeOf(c: RoomContext): Promise<string | undefined> {
    const did = DONE.find((each) => each === c.req.query('did'))
    return did && (await words()).did[did]
  }

  const done = (c: RoomContext, where: string, did: Done) => c.redirect(`${where}?did=${did}`, 303)
  const told = (c: RoomContext, id: number, { state }: WebhookDelivery) =>
    done(c, `${PATH}/${id}`, state === 'delivered' ? 'taken' : 'refused')

  async function showList(c: RoomContext, form?: WebhookForm, problems?: FieldProblem[]) {
    const page = webhooksPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      webhooks: await webhooks.list({ limit: MOST }),
      counts: await webhooks.counts(),
      ...(form && { form }),
      ...(problems && { problems }),
      notice: problems ? undefined : await noticeOf(c),
    })
    return c.html(page, problems ? 422 : 200)
  }

  async function showOne(
    c: RoomContext,
    id: number,
    more: { form?: WebhookForm; problems?: FieldProblem[]; secret?: string; isRotated?: true } = {},
    status: 200 | 201 | 422 = 200,
  ) {
    const before = Number(c.req.query('before') ?? Number.NaN)
    const found = await webhooks.deliveries({
      webhookId: id,
      beforeId: Number.isSafeInteger(before) && before < 2_147_483_647 ? before : undefined,
      limit: SHOWN + 1,
    })
    const deliveries = found.slice(0, SHOWN)
    const page = webhookPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      webhook: await webhooks.get(id),
      deliveries,
      olderThan: found.length > SHOWN ? deliveries.at(-1)?.id : undefined,
      notice: status === 200 ? await noticeOf(c) : undefined,
      ...more,
    })
    return c.html(page, status)
  }

  /** What is wrong with a form, or what went well. */
  async function tried<T>(form: WebhookForm, act: (events: WebhookEvent[]) => Promise<T>) {
    const events = WEBHOOK_EVENTS.filter((event) => form.events.includes(event))
    if (events.length === 0)
      return { problems: [{ field: 'events', message: (await words()).eventsMissing }] }
    try {
      return { result: await act(events) }
    } catch (error) {
      if (!isAppError(error, 'INVALID_INPUT', 'CONFLICT')) throw error
      const problems =
        error.fields.length > 0 ? error.fields : [{ field: '', message: error.message }]
      return { problems }
    }
  }

  return newRoomRouter()
    .get('/', (c) => showList(c))
    .post('/', async (c) => {
      const form = formOf(c.get('form'))
      const { result, problems } = await tried(form, (events) => webhooks.add({ ...form, events }))
      if (!result) return showList(c, form, problems)
      // The secret is shown in this answer and never again, so there is no page to redirect to.
      return showOne(c, result.webhook.id, { secret: result.secret }, 201)
    })
    .get('/:id{\\d+}', (c) => showOne(c, readId(c)))
    .post('/:id{\\d+}', async (c) => {
      const id = readId(c)
      const form = formOf(c.get('form'))
      const { result, problems } = await tried(form, (events) =>
        webhooks.update(id, { ...form, events }),
      )
      if (!result) return showOne(c, id, { form, problems: problems ?? [] }, 422)
      return done(c, `${PATH}/${id}`, 'changed')
    })
    .get('/:id{\\d+}/:act{test|on|off|rotate|remove}', (c) =>
      postOnly(parts, `${PATH}/${readId(c)}`)(c),
    )
    .get('/:id{\\d+}/deliveries/:delivery/replay', (c) =>
      postOnly(parts, `${PATH}/${readId(c)}`)(c),
    )
    .post('/:id{\\d+}/test', async (c) => told(c, readId(c), await webhooks.ping(readId(c))))
    .post('/:id{\\d+}/rotate', async (c) => {
      const { webhook, secret } = await webhooks.rotateSecret(readId(c))
      return showOne(c, webhook.id, { secret, isRotated: true }, 201)
    })
    .post('/:id{\\d+}/on', async (c) => {
      const { id } = await webhooks.update(readId(c), { isEnabled: true })
      return done(c, `${PATH}/${id}`, 'on')
    })
    .post('/:id{\\d+}/off', async (c) => {
      const { id } = await webhooks.update(readId(c), { isEnabled: false })
      return done(c, `${PATH}/${id}`, 'off')
    })
    .post('/:id{\\d+}/remove', async (c) => {
      await webhooks.remove(readId(c))
      return done(c, PATH, 'removed')
    })
    .post('/:id{\\d+}/deliveries/:delivery/replay', async (c) =>
      told(c, readId(c), await webhooks.replay(readId(c), readId(c, 'delivery'))),
    )
}

function formOf(form: Form): WebhookForm {
  return {
    url: cleanField(form.get('url'), 2_000),
    name: cleanField(form.get('name'), 200),
    events: form.entries.filter(([name]) => name === 'events').map(([, value]) => value),
  }
}
