import { type FieldProblem, isAppError, messageOf } from '../../../errors.ts'
import { tagsOf } from '../../../save-window.ts'
import { findSectionNames } from '../../../store/sections.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { sourcesPage } from '../../views/rooms/sources.ts'
import type { RoomParts } from './parts.ts'

const MOST = 500
const FIELDS = ['url', 'title', 'section', 'tags', 'backfill'] as const

/** The feeds that are polled: adding, looking now, pausing, removing. */
export function sourcesRoomRoutes({ services, site }: RoomParts) {
  const { db, sources } = services

  async function show(
    c: RoomContext,
    state: { form?: Record<string, string>; problems?: FieldProblem[] } = {},
  ): Promise<Response> {
    const page = sourcesPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      sources: await sources.list({ limit: MOST }),
      sections: await findSectionNames(db),
      did: c.req.query('did'),
      ...state,
    })
    return c.html(page, state.problems ? 422 : 200)
  }

  const done = (c: RoomContext, did: string) => c.redirect(`/admin/sources?did=${did}`, 303)

  return newRoomRouter()
    .get('/', (c) => show(c))
    .post('/', async (c) => {
      const form = Object.fromEntries(
        FIELDS.map((name) => [
          name,
          c.get('form').get(name).replaceAll('\0', '').toWellFormed().trim(),
        ]),
      ) as Record<(typeof FIELDS)[number], string>
      const backfill = form.backfill === '' ? 0 : Number(form.backfill)
      if (!Number.isInteger(backfill) || backfill < 0 || backfill > 500)
        return show(c, { form, problems: [{ field: 'backfill', message: '0 – 500' }] })
      try {
        const { isNew } = await sources.add({
          url: form.url,
          title: form.title.slice(0, 200) || undefined,
          section: form.section.slice(0, 200) || undefined,
          tags: tagsOf(form.tags),
          backfill,
        })
        return done(c, isNew ? 'added' : 'known')
      } catch (error) {
        if (!isAppError(error) || error.code === 'INTERNAL') throw error
        const problems =
          error.fields.length > 0 ? error.fields : [{ field: 'url', message: messageOf(error) }]
        return show(c, { form, problems })
      }
    })
    .post('/:id{\\d+}/poll', async (c) => {
      try {
        const outcome = await sources.poll(readId(c))
        if (outcome.outcome === 'failed')
          return show(c, { problems: [{ field: '', message: outcome.reason }] })
      } catch (error) {
        if (!isAppError(error, 'CONFLICT')) throw error
        return show(c, { problems: [{ field: '', message: error.message }] })
      }
      return done(c, 'polled')
    })
    .post('/:id{\\d+}/pause', async (c) => {
      await sources.update(readId(c), { state: 'paused' })
      return done(c, 'changed')
    })
    .post('/:id{\\d+}/resume', async (c) => {
      await sources.update(readId(c), { state: 'active' })
      return done(c, 'changed')
    })
    .post('/:id{\\d+}/remove', async (c) => {
      await sources.remove(readId(c))
      return done(c, 'removed')
    })
}
