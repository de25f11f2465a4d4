import { comingIssues } from '../../../domain/editorial.ts'
import { monthName, monthOf } from '../../../domain/month.ts'
import { draftAt, draftDays } from '../../../domain/rhythm.ts'
import { type FieldProblem, isAppError } from '../../../errors.ts'
import { getOrCreateOwner } from '../../../store/accounts.ts'
import { findSectionNames, renameSection, replaceSections } from '../../../store/sections.ts'
import { readEmail } from '../../../subscriber-service.ts'
import { cleanField, type Form } from '../../form.ts'
import { checkForm, readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { settingsSchema, showSettings, storeSettings } from '../../settings-input.ts'
import { type MailPageProps, mailPage } from '../../views/rooms/settings/mail.ts'
import { mailSettingsWords } from '../../views/rooms/settings/mail-words.ts'
import {
  publicationPage,
  type SchedulePageProps,
  type SettingsForm,
  schedulePage,
  sectionsPage,
} from '../../views/rooms/settings/pages.ts'
import { type SavingPageProps, savingPage } from '../../views/rooms/settings/saving.ts'
import { savingWords } from '../../views/rooms/settings/saving-words.ts'
import { settingsWords } from '../../views/rooms/settings/words.ts'
import { timeText } from '../../views/rooms/time-text.ts'
import { postOnly, type RoomParts } from './parts.ts'

const NAMES = ['name', 'description', 'author', 'locale', 'time_zone', 'title_pattern'] as const
const MOST_SECTIONS = 50
const PATH = '/admin/settings'

/** The owner's settings, a page and a Save each. */
export function settingsRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { db } = services

  async function frame(c: RoomContext) {
    const about = await site()
    const isSaved = c.req.query('saved') === 'yes'
    const notice = isSaved ? settingsWords(about.publication.locale).saved : undefined
    return { site: about, csrf: loginOf(c).csrf, notice }
  }

  async function publication(c: RoomContext, form?: SettingsForm, problems: FieldProblem[] = []) {
    const shown = await showSettings(db)
    const values = form ?? {
      ...Object.fromEntries(NAMES.map((name) => [name, shown[name]])),
      public_signup: shown.public_signup ? 'yes' : '',
    }
    const { locale, timeZone, titlePattern } = await services.readEditorial()
    const current = monthOf(services.now(), timeZone)
    const month = monthName(current, locale, { year: false })
    const year = current.slice(0, 4)
    const title = (values.title_pattern || titlePattern)
      .replaceAll('{month}', month)
      .replaceAll('{year}', year)
    const example = { title, month, year }
    const page = { ...(await frame(c)), form: values, problems, example }
    return c.html(publicationPage(page), statusOf(problems))
  }

  async function schedule(c: RoomContext, form?: SettingsForm, problems: FieldProblem[] = []) {
    const { minimum_links, schedule: known } = await showSettings(db)
    const values = form ?? {
      mode: known.mode,
      on: known.on,
      day: String(known.day),
      time: known.time,
      grace_hours: String(known.grace_hours),
      minimum_links: String(minimum_links),
      draft_days_before: String(known.draft_days_before),
      at_deadline: known.at_deadline,
    }
    const about = await frame(c)
    return c.html(
      schedulePage({
        ...about,
        form: values,
        problems,
        next: await nextTime(),
        email: (await getOrCreateOwner(db)).email,
      }),
      statusOf(problems),
    )
  }

  /** When the next issue is due by itself, and its draft where that comes before. */
  async function nextTime(): Promise<SchedulePageProps['next']> {
    const editorial = await services.readEditorial()
    const { schedule: plan, timeZone, locale } = editorial
    const [next] = comingIssues(services.now(), editorial, 1)
    if (!next) return null
    const text = (at: Date) => timeText(at, locale, timeZone)
    const draftDay = draftAt(next.month, editorial)
    const isAhead = draftDays(plan) > 0 && draftDay > services.now()
    const draft = isAhead ? text(draftDay) : null
    const happens = plan.mode === 'automatic' ? plan.mode : plan.atDeadline
    return { draft, due: text(next.due), happens }
  }

  async function sections(c: RoomContext, form: SettingsForm = {}, problems: FieldProblem[] = []) {
    const page = { ...(await frame(c)), form, problems, sections: await findSectionNames(db) }
    return c.html(sectionsPage(page), statusOf(problems))
  }

  async function mail(c: RoomContext, more: Partial<MailPageProps> = {}) {
    const about = await site()
    const words = mailSettingsWords(about.publication.locale)
    const { csrf, account } = loginOf(c)
    const { sent, looked } = c.req.query()
    return c.html(
      mailPage({
        site: about,
        csrf,
        setup: services.mailSetup,
        last: await services.doctorDesk.last(),
        to: account.email ?? '',
        notice: sent
          ? (services.mailSetup.server ? words.sent : words.sentToFile)(sent.slice(0, 254))
          : looked && words.looked,
        ...more,
      }),
      statusOf(more.problems ?? []),
    )
  }

  async function saving(
    c: RoomContext,
    more: Partial<SavingPageProps> = {},
    status: 200 | 201 = 200,
  ) {
    const about = await site()
    const words = savingWords(about.publication.locale)
    const hooks = (await services.hooks.list()).filter(({ kind }) => kind === 'inbound')
    const notice = c.req.query('removed') ? words.removed : undefined
    const page = { site: about, csrf: loginOf(c).csrf, hooks, notice, ...more }
    return c.html(savingPage(page), status)
  }

  const checked = async (values: unknown) =>
    checkForm(settingsSchema, values, (await site()).publication.locale)

  return newRoomRouter()
    .get('/', (c) => publication(c))
    .post('/', async (c) => {
      const form = c.get('form')
      const typed = valuesOf(form, [...NAMES, 'public_signup'])
      const { public_signup, ...texts } = typed
      const { data, problems } = await checked({ ...texts, public_signup: public_signup === 'yes' })
      if (problems) return publication(c, typed, problems)
      await storeSettings(db, data)
      return c.redirect(`${PATH}?saved=yes`, 303)
    })
    .get('/sections', (c) => sections(c))
    .post('/sections', async (c) => {
      const form = c.get('form')
      const { rows, names } = arranged(form)
      const { data, problems } = await checked({ sections: names.slice(0, MOST_SECTIONS) })
      if (problems)
        return sections(c, { new: form.get('new') }, [
          { field: 'new', message: problems[0]?.message ?? '' },
        ])
      await db.transaction().execute(async (trx) => {
        // A new name goes to the links of the section as well.
        for (const row of rows) if (row.was !== row.now) await renameSection(trx, row.was, row.now)
        await replaceSections(trx, data.sections ?? [])
      })
      return c.redirect(`${PATH}/sections?saved=yes`, 303)
    })
    .get('/schedule', (c) => schedule(c))
    .post('/schedule', async (c) => {
      const typed = valuesOf(c.get('form'), [
        'mode',
        'on',
        'day',
        'time',
        'grace_hours',
        'minimum_links',
        'draft_days_before',
        'at_deadline',
      ])
      const number = (text = '') =>
        text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'))
      const { data, problems } = await checked({
        minimum_links: number(typed.minimum_links),
        schedule: {
          mode: typed.mode,
          on: typed.on || undefined,
          day: number(typed.day),
          time: typed.time,
          grace_hours: number(typed.grace_hours),
          // A page that was opened before an upgrade has no such fields.
          draft_days_before:
            typed.draft_days_before === '' ? undefined : number(typed.draft_days_before),
          at_deadline: typed.at_deadline || undefined,
        },
      })
      if (problems) return schedule(c, typed, problems)
      await storeSettings(db, data)
      return c.redirect(`${PATH}/schedule?saved=yes`, 303)
    })
    .get('/mail', (c) => mail(c))
    .get('/mail/look', postOnly(parts, `${PATH}/mail`))
    .post('/mail/look', async (c) => {
      await services.doctorDesk.look()
      return c.redirect(`${PATH}/mail?looked=yes#doctor`, 303)
    })
    .get('/mail/test', postOnly(parts, `${PATH}/mail`))
    .post('/mail/test', async (c) => {
      const to = c.get('form').get('to').trim().slice(0, 254)
      try {
        await services.startDesk.sendTestMail(readEmail(to))
      } catch (error) {
        const words = mailSettingsWords((await site()).publication.locale)
        if (!isAppError(error, 'INVALID_INPUT', 'MAIL_FAILED')) throw error
        const message =
          error.code === 'MAIL_FAILED' ? words.notSent(error.message) : words.emailWrong
        return mail(c, { to, problems: [{ field: 'to', message }] })
      }
      return c.redirect(`${PATH}/mail?sent=${encodeURIComponent(to)}`, 303)
    })
    .get('/saving', (c) => saving(c))
    .get('/saving/mail', postOnly(parts, `${PATH}/saving`))
    .post('/saving/mail', async (c) => {
      const { name = '' } = valuesOf(c.get('form'), ['name'])
      // Shown in this answer and never again, so there is no page to redirect to.
      const { url, hook } = await services.hooks.create('inbound', name.slice(0, 100))
      return saving(c, { made: { name: hook.name, url } }, 201)
    })
    .get('/saving/mail/:id{\\d+}/remove', postOnly(parts, `${PATH}/saving`))
    .post('/saving/mail/:id{\\d+}/remove', async (c) => {
      try {
        await services.hooks.remove(readId(c))
      } catch (error) {
        // Removed in another tab: what was wanted is so.
        if (!isAppError(error, 'NOT_FOUND')) throw error
      }
      return c.redirect(`${PATH}/saving?removed=yes#mail`, 303)
    })
}

/** The sections as the form has them, after the button that was pressed. */
function arranged(form: Form): { rows: { was: string; now: string }[]; names: string[] } {
  const all = (name: string) =>
    form.entries.filter(([key]) => key === name).map(([, value]) => clean(value))
  const [was, now] = [all('was'), all('now')]
  const rows = was.map((name, index) => ({ was: name, now: now[index] || name }))
  const [act, at] = form.get('act').split(':')
  const index = Number(at)
  const moved = rows[index]
  if (moved && act === 'remove') rows.splice(index, 1)
  if (moved && (act === 'up' || act === 'down')) {
    rows.splice(index, 1)
    rows.splice(Math.max(0, act === 'up' ? index - 1 : index + 1), 0, moved)
  }
  const added = act === 'remove' || act === 'up' || act === 'down' ? '' : clean(form.get('new'))
  return { rows, names: [...rows.map((row) => row.now), ...(added === '' ? [] : [added])] }
}

const statusOf = (problems: FieldProblem[]) => (problems.length > 0 ? 422 : 200)

const clean = (text: string) => cleanField(text, 200)

function valuesOf(form: Form, names: readonly string[]): SettingsForm {
  return Object.fromEntries(names.map((name) => [name, form.get(name).replaceAll('\0', '').trim()]))
}

/** "schedule.day" stands at the field "day". */
