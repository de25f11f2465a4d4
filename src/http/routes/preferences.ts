import type { Context } from 'hono'
import { instantOf, wallClock } from '../../domain/month.ts'
import type { Subscriber } from '../../domain/subscriber.ts'
import { type FieldProblem, isAppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { type Form, readForm } from '../form.ts'
import { privateLinks } from '../private-links.ts'
import { newRouter } from '../problem.ts'
import { readerDataJson } from '../reader-data-json.ts'
import type { Site } from '../views/layout.ts'
import { expiredPage, messagePage } from '../views/message-page.ts'
import {
  addressChangedPage,
  addressPage,
  addressTakenPage,
  askDataPage,
  dataMailedPage,
  dataPage,
  erasedPage,
  erasePage,
  notOnListPage,
  type PreferencesPageProps,
  preferencesPage,
} from '../views/preferences.ts'
import { pageWords } from '../views/words.ts'

const LONGEST_PAUSE_YEARS = 2

/** What a reader sets by the link of a mail. Every page acts by POST alone. */
export function preferenceRoutes(services: Services, baseUrl: string) {
  const { preferences } = services.readers
  const site = async (): Promise<Site> => ({
    publication: await services.readEditorial(),
    baseUrl,
  })

  /** Who the link belongs to; undefined for a forged one and for who has left. */
  async function readerOf(token: string) {
    const claim = services.unsubscribeTokens.readPreferences(token)
    if (!claim) return { reader: undefined, claim: undefined }
    return { reader: await preferences.find(claim.subscriberId), claim }
  }

  async function refuse(c: Context, isKnown: boolean) {
    const about = await site()
    return isKnown ? c.html(notOnListPage(about)) : c.html(expiredPage(about), 404)
  }

  async function show(
    c: Context,
    reader: Subscriber,
    rest: Pick<PreferencesPageProps, 'problems' | 'saved'> & {
      values?: PreferencesPageProps['values']
    } = {},
  ) {
    const about = await site()
    const { timeZone } = about.publication
    const claim = { subscriberId: reader.id, issueId: 0 }
    const page = preferencesPage({
      site: about,
      action: actionOf(c),
      values: {
        email: reader.email,
        pausedUntil: isPaused(reader) ? dayOf(reader.pausedUntil, timeZone) : '',
        textOnly: reader.textOnly,
      },
      pause: pauseRange(services.now(), timeZone),
      leaveAction: `/unsubscribe/${services.unsubscribeTokens.create(claim)}`,
      ...rest,
    })
    return c.html(page, rest.problems ? 422 : 200)
  }

  const isPaused = (reader: Subscriber): reader is Subscriber & { pausedUntil: Date } =>
    reader.pausedUntil !== null && reader.pausedUntil > services.now()

  async function save(c: Context, reader: Subscriber, fields: Form) {
    const { locale, timeZone } = (await site()).publication
    const words = pageWords(locale)
    const values = {
      email: fields.get('email').trim(),
      pausedUntil: fields.get('paused_until').trim(),
      textOnly: fields.get('text_only') !== '',
    }
    const pausedUntil = readDay(values.pausedUntil, pauseRange(services.now(), timeZone), timeZone)
    const sorry = (problem: FieldProblem) => show(c, reader, { values, problems: [problem] })
    if (pausedUntil === undefined)
      return sorry({ field: 'paused_until', message: words.pauseInvalid })
    try {
      const { isMailed } = await preferences.save(reader, { ...values, pausedUntil })
      const told = isMailed ? 'mailed' : 'saved'
      return c.redirect(`${actionOf(c)}?done=${told}`, 303)
    } catch (error) {
      if (isAppError(error, 'TOO_MANY_REQUESTS'))
        return sorry({ field: 'email', message: words.tooMany(minutesOf(error.retryAfterS)) })
      if (!isAppError(error, 'INVALID_INPUT')) throw error
      const field = error.fields[0]?.field ?? 'email'
      const message = field === 'email' ? words.emailInvalid : words.pauseInvalid
      return sorry({ field, message })
    }
  }

  return newRouter()
    .use(privateLinks)
    .get('/address/:token', async (c) => {
      const email = await preferences.addressOf(c.req.param('token'))
      if (email === undefined) return c.html(expiredPage(await site()), 404)
      return c.html(addressPage({ site: await site(), action: pathOf(c), email }))
    })
    .post('/address/:token', async (c) => {
      const change = await preferences.changeAddress(c.req.param('token'))
      if (change.result === 'over') return c.html(expiredPage(await site()), 404)
      const page = change.result === 'taken' ? addressTakenPage : addressChangedPage
      return c.html(page(await site(), change.email), change.result === 'taken' ? 409 : 200)
    })
    .get('/data/:token', async (c) => {
      if (!(await preferences.ownerOf(c.req.param('token'))))
        return c.html(expiredPage(await site()), 404)
      return c.html(dataPage({ site: await site(), action: pathOf(c) }))
    })
    .get('/data/:token/export.json', async (c) => {
      const data = await preferences.dataOf(c.req.param('token'))
      if (!data) return c.html(expiredPage(await site()), 404)
      return c.body(JSON.stringify(readerDataJson(data, baseUrl), null, 2), 200, {
        'content-type': 'application/json',
        'content-disposition': 'attachment; filename="my-data.json"',
      })
    })
    .get('/data/:token/delete', async (c) => {
      if (!(await preferences.ownerOf(c.req.param('token'))))
        return c.html(expiredPage(await site()), 404)
      return c.html(erasePage({ site: await site(), action: pathOf(c) }))
    })
    .post('/data/:token/delete', async (c) => {
      const isErased = await preferences.eraseBy(c.req.param('token'))
      return isErased ? c.html(erasedPage(await site())) : c.html(expiredPage(await site()), 404)
    })
    .get('/:token', async (c) => {
      const { reader, claim } = await readerOf(c.req.param('token'))
      if (!reader) return refuse(c, claim !== undefined)
      const done = c.req.query('done')
      if (done !== 'saved' && done !== 'mailed') return show(c, reader)
      return show(c, reader, { saved: { isMailed: done === 'mailed' } })
    })
    .post('/:token', async (c) => {
      const { reader, claim } = await readerOf(c.req.param('token'))
      if (!reader) return refuse(c, claim !== undefined)
      return save(c, reader, await readForm(c))
    })
    .get('/:token/data', async (c) => {
      const { reader, claim } = await readerOf(c.req.param('token'))
      if (!reader) return refuse(c, claim !== undefined)
      return c.html(askDataPage({ site: await site(), action: pathOf(c) }))
    })
    .post('/:token/data', async (c) => {
      const { reader, claim } = await readerOf(c.req.param('token'))
      if (!reader) return refuse(c, claim !== undefined)
      const about = await site()
      const words = pageWords(about.publication.locale)
      try {
        await preferences.askForData(reader)
      } catch (error) {
        if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
        c.header('retry-after', String(error.retryAfterS))
        const text = words.tooMany(minutesOf(error.retryAfterS))
        return c.html(messagePage({ site: about, title: words.problemHeading, text }), 429)
      }
      return c.html(dataMailedPage(about))
    })
}

const pathOf = (c: Context) => new URL(c.req.url).pathname
const actionOf = (c: Context) => `/preferences/${encodeURIComponent(c.req.param('token') ?? '')}`
const minutesOf = (seconds = 60) => Math.max(1, Math.ceil(seconds / 60))

/** YYYY-MM-DD as the publication's calendar shows it. */
function dayOf(at: Date, timeZone: string): string {
  const { year, month, day } = wallClock(at, timeZone)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** From tomorrow on. */
function pauseRange(now: Date, timeZone: string): { from: string; until: string } {
  const { year, month, day } = wallClock(now, timeZone)
  const tomorrow = new Date(Date.UTC(year, month - 1, day + 1))
  const last = new Date(Date.UTC(year + LONGEST_PAUSE_YEARS, month - 1, day))
  return { from: dayOf(tomorrow, 'UTC'), until: dayOf(last, 'UTC') }
}

/** Midnight of the day; null for no day, undefined for one that cannot be meant. */
function readDay(
  text: string,
  range: { from: string; until: string },
  timeZone: string,
): Date | null | undefined {
  if (text === '') return null
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (!year || text < range.from || text > range.until) return undefined
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  const isReal = dayOf(new Date(Date.UTC(date.year, date.month - 1, date.day)), 'UTC') === text
  return isReal ? instantOf(date, timeZone) : undefined
}
