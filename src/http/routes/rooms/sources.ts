import { type FieldProblem, isAppError, messageOf } from '../../../errors.ts'
import { tagsOf } from '../../../save-window.ts'
import { findSectionNames } from '../../../store/sections.ts'
import { cleanField, type Form } from '../../form.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { sourcesPage } from '../../views/rooms/sources/list.ts'
import { newSourcePage, type SourceForm, sourcePage } from '../../views/rooms/sources/one.ts'
import { sourcesWords } from '../../views/rooms/sources/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const PATH = '/admin/sources'
const MOST = 500
const MOST_OLDER = 500
const DONE = ['added', 'known', 'polled', 'changed', 'removed'] as const

/** The feeds that are polled: adding, looking now, pausing, changing, removing. */
export function sourcesRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { db, sources } = services

  async function words() {
    return sourcesWords((await site()).publication.locale)
  }

  /** What the redirect before says was done. */
  async function noticeOf(c: RoomContext): Promise<string | undefined> {
    const { did, taken } = c.req.query()
    const name = DONE.find((each) => each === did)
    if (!name) return undefined
    const own = await words()
    const count = Number(taken)
    const isCounted = taken !== undefined && Number.isSafeInteger(count) && count >= 0
    return isCounted ? `${own.did[name]} ${own.taken(count)}` : own.did[name]
  }

  async function show(c: RoomContext): Promise<Response> {
    const page = sourcesPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      sources: await sources.list({ limit: MOST }),
      notice: await noticeOf(c),
    })
    return c.html(page)
  }

  async function showNew(c: RoomContext, form?: SourceForm, problems?: FieldProblem[]) {
    const page = newSourcePage({
      site: await site(),
      csrf: loginOf(c).csrf,
      sections: await findSectionNames(db),
      ...(form && { form }),
      ...(problems && { problems }),
    })
    return c.html(page, problems ? 422 : 200)
  }

  async function showOne(c: RoomContext, form?: SourceForm, problems: FieldProblem[] = []) {
    const page = sourcePage({
      site: await site(),
      csrf: loginOf(c).csrf,
      source: await sources.get(readId(c)),
      sections: await findSectionNames(db),
      form,
      problems,
      notice: problems.length > 0 ? undefined : await noticeOf(c),
    })
    return c.html(page, problems.length > 0 ? 422 : 200)
  }

  const done = (c: RoomContext, where: string, did: (typeof DONE)[number], taken?: number) =>
    c.redirect(`${where}?did=${did}${taken === undefined ? '' : `&taken=${taken}`}`, 303)

  async function poll(c: RoomContext): Promise<Response> {
    const id = readId(c)
    try {
      const outcome = await sources.poll(id)
      if (outcome.outcome === 'failed')
        return showOne(c, undefined, [{ field: '', message: outcome.reason }])
      return done(
        c,
        `${PATH}/${id}`,
        'polled',
        outcome.outcome === 'read' ? outcome.saved : undefined,
      )
    } catch (error) {
      if (!isAppError(error, 'CONFLICT')) throw error
      return showOne(c, undefined, [{ field: '', message: error.message }])
    }
  }

  return newRoomRouter()
    .get('/', (c) => show(c))
    .get('/new', (c) => showNew(c))
    .post('/', async (c) => {
      const form = formOf(c.get('form'))
      const backfill = form.backfill === '' ? 0 : Number(form.backfill)
      if (!Number.isInteger(backfill) || backfill < 0 || backfill > MOST_OLDER)
        return showNew(c, form, [{ field: 'backfill', message: (await words()).olderWrong }])
      try {
        const { isNew, source } = await sources.add({
          url: form.url,
          title: form.title || undefined,
          section: form.section || undefined,
          tags: tagsOf(form.tags),
          notes: form.notes === 'yes',
          followExternal: form.follow_external === 'yes',
          backfill,
        })
        return done(c, `${PATH}/${source.id}`, isNew ? 'added' : 'known')
      } catch (error) {
        if (!isAppError(error) || error.code === 'INTERNAL') throw error
        const problems =
          error.fields.length > 0 ? error.fields : [{ field: 'url', message: messageOf(error) }]
        return showNew(c, form, problems)
      }
    })
    .get('/:id{\\d+}', (c) => showOne(c))
    .post('/:id{\\d+}', async (c) => {
      const id = readId(c)
      const { title, section, tags, notes, follow_external } = formOf(c.get('form'))
      await sources.update(id, {
        title: title || null,
        section: section || null,
        tags: tagsOf(tags),
        notes: notes === 'yes',
        followExternal: follow_external === 'yes',
      })
      return done(c, `${PATH}/${id}`, 'changed')
    })
    .get('/:id{\\d+}/:act{poll|pause|resume|remove}', (c) =>
      postOnly(parts, `${PATH}/${readId(c)}`)(c),
    )
    .post('/:id{\\d+}/poll', (c) => poll(c))
    .post('/:id{\\d+}/pause', async (c) => {
      const { id } = await sources.update(readId(c), { state: 'paused' })
      return done(c, `${PATH}/${id}`, 'changed')
    })
    .post('/:id{\\d+}/resume', async (c) => {
      const { id } = await sources.update(readId(c), { state: 'active' })
      return done(c, `${PATH}/${id}`, 'changed')
    })
    .post('/:id{\\d+}/remove', async (c) => {
      await sources.remove(readId(c))
      return done(c, PATH, 'removed')
    })
}

function formOf(form: Form): SourceForm {
  const clean = (name: string, most: number) => cleanField(form.get(name), most)
  return {
    url: clean('url', 10_000),
    title: clean('title', 200),
    section: clean('section', 200),
    tags: clean('tags', 500),
    backfill: clean('backfill', 10),
    notes: clean('notes', 3),
    follow_external: clean('follow_external', 3),
  }
}
