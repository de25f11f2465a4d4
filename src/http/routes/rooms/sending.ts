import { streamSSE } from 'hono/streaming'
import { isAppError, messageOf } from '../../../errors.ts'
import { countClicks } from '../../../store/clicks.ts'
import { listDeliveries, resolveUnknown } from '../../../store/deliveries.ts'
import { countSentOverTime, findPausedReason } from '../../../store/send-history.ts'
import { fromCursor, idSchema, readId, toCursor } from '../../input.ts'
import { readProgress } from '../../progress.ts'
import { mayEnter } from '../../room-access.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { cancelPage, liveNews, sendingPage } from '../../views/rooms/sending/progress.ts'
import { sendingWords } from '../../views/rooms/sending/words.ts'
import type { RoomParts } from './parts.ts'

const EVENTS_EVERY_MS = 1_000
/** A countdown is for what leaves soon. */
const COUNTDOWN_S = 300
const PAGE_LENGTH = 50

/** A send: stop, pause, resume, cancel, and what became of it. */
export function sendingRoutes({ services, site }: RoomParts) {
  const { db, sendControl } = services

  /** What a mail server says may hold a reader's address. */
  const maySeeReplies = (c: RoomContext) => mayEnter(loginOf(c).account.role, '/admin/subscribers')
  const seenBy = <T extends { last_reply: string | null }>(c: RoomContext, progress: T): T =>
    maySeeReplies(c) ? progress : { ...progress, last_reply: null }

  async function show(c: RoomContext, id: number, notice?: string): Promise<Response> {
    const issue = await services.getIssue(id)
    const progress = seenBy(c, await readProgress(services, id)())
    const afterId = fromCursor(c.req.query('cursor'), idSchema)
    const states = (['failed', 'unknown'] as const).filter((state) => progress.counts[state] > 0)
    const found = await Promise.all(
      states.map((state) =>
        listDeliveries(db, { issueId: id, state, afterId, limit: PAGE_LENGTH + 1 }),
      ),
    )
    const all = found.flat().sort((a, b) => a.subscriberId - b.subscriberId)
    const troubled = all.slice(0, PAGE_LENGTH)
    const last = all.length > PAGE_LENGTH ? troubled.at(-1) : undefined
    const leavesInS =
      issue.state === 'scheduled' && issue.scheduledAt
        ? Math.max(0, Math.ceil((issue.scheduledAt.getTime() - services.now().getTime()) / 1000))
        : null
    return c.html(
      sendingPage({
        site: await site(),
        csrf: loginOf(c).csrf,
        issue,
        pausedReason: maySeeReplies(c) ? await findPausedReason(db, id) : null,
        progress,
        leavesInS: leavesInS !== null && leavesInS <= COUNTDOWN_S ? leavesInS : null,
        troubled,
        moreTroubled: last
          ? `/admin/issues/${id}/sending?cursor=${toCursor(last.subscriberId)}`
          : null,
        plot: (await services.finishedSend(id))?.plot ?? (await countSentOverTime(db, id)),
        clicks: (await services.readEditorial()).countClicks
          ? await countClicks(db, id)
          : new Map(),
        told: await services.responses.toldOf(id),
        notice,
      }),
      notice === undefined ? 200 : 409,
    )
  }

  /** Does it and shows the send; when it was too late, says so. */
  async function act(c: RoomContext, work: (id: number) => Promise<unknown>, to = '/sending') {
    const id = readId(c)
    try {
      await work(id)
    } catch (error) {
      if (!isAppError(error, 'ISSUE_WRONG_STATE', 'ISSUE_ALREADY_SENT', 'SENDER_NOT_AUTHENTICATED'))
        throw error
      return show(c, id, messageOf(error))
    }
    return c.redirect(`/admin/issues/${id}${to}`, 303)
  }

  return newRoomRouter()
    .get('/:id{\\d+}/sending', async (c) => {
      const settled = Number(c.req.query('settled'))
      const id = readId(c)
      if (!Number.isInteger(settled) || settled <= 0) return show(c, id)
      const words = sendingWords((await site()).publication.locale)
      const page = await show(c, id, words.settled(settled))
      return new Response(page.body, { status: 200, headers: page.headers })
    })
    .get('/:id{\\d+}/sending/events', async (c) => {
      const read = readProgress(services, readId(c))
      const { locale } = (await site()).publication
      await read()
      return streamSSE(c, async (stream) => {
        while (!stream.aborted) {
          const progress = seenBy(c, await read())
          await stream.writeSSE({
            event: 'progress',
            data: JSON.stringify(liveNews(progress, locale)),
          })
          if (!['scheduled', 'sending'].includes(progress.state)) return
          await stream.sleep(EVENTS_EVERY_MS)
        }
      })
    })
    .post('/:id{\\d+}/sending/stop', (c) => act(c, sendControl.stop, '?did=stopped'))
    .post('/:id{\\d+}/sending/pause', (c) => act(c, sendControl.pause))
    .post('/:id{\\d+}/sending/resume', (c) => act(c, (id) => sendControl.resume(id)))
    .get('/:id{\\d+}/sending/cancel', async (c) => {
      const issue = await services.getIssue(readId(c))
      const progress = await readProgress(services, issue.id)()
      return c.html(cancelPage({ site: await site(), csrf: loginOf(c).csrf, issue, progress }))
    })
    .post('/:id{\\d+}/sending/cancel', (c) => act(c, sendControl.cancel))
    .post('/:id{\\d+}/sending/resolve', async (c) => {
      const id = readId(c)
      const as = c.get('form').get('as') === 'retry' ? 'retry' : 'sent'
      await services.getIssue(id)
      const resolved = await resolveUnknown(db, id, as, services.now())
      if (resolved > 0 && as === 'retry') await sendControl.sendOn(id)
      return c.redirect(`/admin/issues/${id}/sending?settled=${resolved}`, 303)
    })
}
