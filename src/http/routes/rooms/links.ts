import { z } from 'zod'
import { type DeskAct, type DeskQuery, deskCursorSchema } from '../../../desks/link-desk.ts'
import { addMonths, isMonth } from '../../../domain/month.ts'
import { AppError, isAppError } from '../../../errors.ts'
import { DESK_TABS } from '../../../store/links.ts'
import { cleanField, type Form } from '../../form.ts'
import { fromCursor, toCursor } from '../../input.ts'
import { localPath } from '../../local-path.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { type LinksPageProps, linksPage } from '../../views/rooms/links/list.ts'
import { linksWords } from '../../views/rooms/links/words.ts'
import { linkRoomRoutes } from './link.ts'
import type { RoomParts } from './parts.ts'

const MONTHS_AHEAD = 6
const ACTS = ['skip', 'later', 'inbox', 'section', 'tag'] as const
const text = (max: number) =>
  z
    .string()
    .transform((given) => cleanField(given, max) || undefined)
    .optional()
const querySchema = z.object({
  tab: z.enum([...DESK_TABS, 'all']).catch('waiting'),
  q: text(200),
  section: text(200),
  author: text(500),
  host: text(300),
  noted: z.literal('no').optional().catch(undefined),
  cursor: z.string().max(500).optional(),
  /** What was done last. */
  did: z
    .enum([...ACTS, 'undone', 'over', 'removed', 'again'])
    .optional()
    .catch(undefined),
  count: z.coerce.number().int().min(0).catch(0),
  undo: z.string().max(64).optional(),
})

/** The room of links: lists, acts on several at once, and each link's own pages. */
export function linksRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  const desk = services.linkDesk

  async function show(c: RoomContext, problem?: string): Promise<Response> {
    const query = querySchema.parse(c.req.method === 'GET' ? c.req.query() : backQuery(c))
    const { tab, q, section, author, host, noted } = query
    const [savedAt, id] = fromCursor(query.cursor, deskCursorSchema) ?? []
    const filters: DeskQuery = {
      tab,
      q,
      section,
      author,
      host,
      withoutNote: noted === 'no',
      after: savedAt === undefined ? undefined : { savedAt: new Date(savedAt), id: id ?? 0 },
    }
    const { hasMore, ...found } = await desk.list(filters)
    const about = await site()
    const words = linksWords(about.publication.locale)
    const last = found.links.at(-1)
    const kept = Object.fromEntries(
      Object.entries({
        tab: tab === 'waiting' ? undefined : tab,
        q,
        section,
        author,
        host,
        noted,
      }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>
    const address = (more: Record<string, string> = {}) => {
      const all = new URLSearchParams({ ...kept, ...more }).toString()
      return all === '' ? '/admin/links' : `/admin/links?${all}`
    }
    const props: LinksPageProps = {
      ...found,
      site: about,
      csrf: loginOf(c).csrf,
      tab,
      filters: {
        ...(q !== undefined && { q }),
        ...(section !== undefined && { section }),
        ...(author !== undefined && { author }),
        ...(host !== undefined && { host }),
        ...(noted !== undefined && { noted }),
      },
      here: address(query.cursor === undefined ? {} : { cursor: query.cursor }),
      more:
        hasMore && last
          ? address({ cursor: toCursor([last.savedAt.toISOString(), last.id]) })
          : null,
      months: Array.from({ length: MONTHS_AHEAD }, (_, ahead) =>
        addMonths(found.thisMonth, ahead + 1),
      ),
      notice: noticeOf(query, words),
      problem,
    }
    return c.html(linksPage(props), problem === undefined ? 200 : 422)
  }

  return newRoomRouter()
    .get('/', (c) => show(c))
    .post('/act', async (c) => {
      const form = c.get('form')
      const words = linksWords((await site()).publication.locale)
      const { ids, act, next } = wanted(form)
      if (ids.length === 0) return show(c, words.nothingChosen)
      const value = await actValue(form, act, desk)
      try {
        const { count, undo } = await desk.act(ids, { act, value })
        return back(c, { did: act, count: String(count), undo }, next === '' ? '' : `link-${next}`)
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return show(c, error.message)
      }
    })
    .post('/undo', async (c) => {
      const count = await desk.undo(c.get('form').get('undo'))
      if (count === 'again') return c.redirect('/admin/links?did=again', 303)
      return c.redirect(
        count === null ? '/admin/links?did=over' : `/admin/links?did=undone&count=${count}`,
        303,
      )
    })
    .route('/', linkRoomRoutes(parts))
}

function noticeOf(
  { did, count, undo }: z.infer<typeof querySchema>,
  words: ReturnType<typeof linksWords>,
): LinksPageProps['notice'] {
  if (did === undefined) return undefined
  if (did === 'over') return { text: words.undoOver }
  if (did === 'removed') return { text: words.removed, undo }
  if (did === 'again') return { text: words.savedAgain }
  if (did === 'undone') return { text: words.undone(count) }
  return { text: words.done[did](count), undo }
}

/** The chosen links and what to do; a row's own button counts for its link alone. */
function wanted(form: Form): { ids: number[]; act: DeskAct['act']; next: string } {
  const [one, id, next = ''] = form.get('one').split(':')
  const act = ACTS.find((name) => name === (one || form.get('act')))
  if (!act) throw new AppError('INVALID_INPUT', 'This button is not known. Load the page again.')
  const chosen =
    id === undefined
      ? form.entries.filter(([name]) => name === 'id').map(([, value]) => value)
      : [id]
  const ids = chosen
    .map(Number)
    .filter((number) => Number.isInteger(number) && number > 0 && number < 2 ** 31)
  return { ids, act, next: /^\d{1,10}$/.test(next) ? next : '' }
}

async function actValue(
  form: Form,
  act: DeskAct['act'],
  desk: RoomParts['services']['linkDesk'],
): Promise<string> {
  if (act === 'section') return form.get('section').replaceAll('\0', '').slice(0, 200)
  if (act === 'tag') return form.get('tags').replaceAll('\0', '').slice(0, 500)
  if (act !== 'later') return ''
  const month = form.get('one') === '' ? form.get('month') : ''
  return isMonth(month) ? month : desk.nextMonth()
}

/** The query of the list that a form came from. */
function backQuery(c: RoomContext): Record<string, string> {
  const path = c.get('form').get('back')
  return Object.fromEntries(new URL(localPath(path), 'http://localhost').searchParams)
}

function back(c: RoomContext, done: Record<string, string>, fragment: string): Response {
  const given = c.get('form').get('back')
  const url = new URL(localPath(given, '/admin/links'), 'http://localhost')
  if (!url.pathname.startsWith('/admin/links')) url.pathname = '/admin/links'
  for (const [name, value] of Object.entries(done)) url.searchParams.set(name, value)
  return c.redirect(`${url.pathname}${url.search}${fragment === '' ? '' : `#${fragment}`}`, 303)
}
