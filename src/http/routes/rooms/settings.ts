import { dueAt } from '../../../domain/editorial.ts'
import { addMonths, monthOf } from '../../../domain/month.ts'
import type { FieldProblem } from '../../../errors.ts'
import { findSectionNames, renameSection, replaceSections } from '../../../store/sections.ts'
import type { Form } from '../../form.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { settingsSchema, showSettings, storeSettings } from '../../settings-input.ts'
import {
  mailPage,
  publicationPage,
  type SettingsForm,
  schedulePage,
  sectionsPage,
} from '../../views/rooms/settings/pages.ts'
import { timeText } from '../../views/rooms/time-text.ts'
import type { RoomParts } from './parts.ts'

const NAMES = ['name', 'description', 'author', 'locale', 'time_zone', 'title_pattern'] as const
const MOST_SECTIONS = 50

/** The owner's settings, a page and a Save each. */
export function settingsRoomRoutes({ services, site }: RoomParts) {
  const { db } = services

  async function publication(c: RoomContext, form?: SettingsForm, problems: FieldProblem[] = []) {
    const shown = await showSettings(db)
    const values = form ?? {
      ...Object.fromEntries(NAMES.map((name) => [name, shown[name]])),
      public_signup: shown.public_signup ? 'yes' : '',
    }
    return c.html(
      publicationPage({ ...(await frame(c)), form: values, problems }),
      statusOf(problems),
    )
  }

  async function schedule(c: RoomContext, form?: SettingsForm, problems: FieldProblem[] = []) {
    const { minimum_links, schedule: known } = await showSettings(db)
    const values = form ?? {
      mode: known.mode,
      day: String(known.day),
      time: known.time,
      grace_hours: String(known.grace_hours),
      minimum_links: String(minimum_links),
    }
    const about = await frame(c)
    return c.html(
      schedulePage({ ...about, form: values, problems, next: await nextTime() }),
      statusOf(problems),
    )
  }

  /** When the next issue is due by itself. */
  async function nextTime(): Promise<string | null> {
    const { schedule: plan, timeZone, locale } = await services.readEditorial()
    if (plan.mode === 'off') return null
    const current = monthOf(services.now(), timeZone)
    const due = [addMonths(current, -1), current]
      .map((month) => dueAt(month, plan, timeZone))
      .find((at) => at > services.now())
    return due ? timeText(due, locale, timeZone) : null
  }

  async function sections(c: RoomContext, form: SettingsForm = {}, problems: FieldProblem[] = []) {
    const page = { ...(await frame(c)), form, problems, sections: await findSectionNames(db) }
    return c.html(sectionsPage(page), statusOf(problems))
  }

  async function frame(c: RoomContext) {
    return { site: await site(), csrf: loginOf(c).csrf, isSaved: c.req.query('saved') === 'yes' }
  }

  return newRoomRouter()
    .get('/', (c) => publication(c))
    .post('/', async (c) => {
      const form = c.get('form')
      const typed = valuesOf(form, [...NAMES, 'public_signup'])
      const { public_signup, ...texts } = typed
      const read = settingsSchema.safeParse({ ...texts, public_signup: public_signup === 'yes' })
      if (!read.success) return publication(c, typed, problemsOf(read.error.issues))
      await storeSettings(db, read.data)
      return c.redirect('/admin/settings?saved=yes', 303)
    })
    .get('/sections', (c) => sections(c))
    .post('/sections', async (c) => {
      const form = c.get('form')
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
      const names = [...rows.map((row) => row.now), ...(added === '' ? [] : [added])]
      const read = settingsSchema.safeParse({ sections: names.slice(0, MOST_SECTIONS) })
      if (!read.success)
        return sections(c, { new: form.get('new') }, [
          { field: 'new', message: read.error.issues[0]?.message ?? '' },
        ])
      await db.transaction().execute(async (trx) => {
        // A new name goes to the links of the section as well.
        for (const row of rows) if (row.was !== row.now) await renameSection(trx, row.was, row.now)
        await replaceSections(trx, read.data.sections ?? [])
      })
      return c.redirect('/admin/settings/sections?saved=yes', 303)
    })
    .get('/schedule', (c) => schedule(c))
    .post('/schedule', async (c) => {
      const typed = valuesOf(c.get('form'), ['mode', 'day', 'time', 'grace_hours', 'minimum_links'])
      const number = (text = '') =>
        text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'))
      const read = settingsSchema.safeParse({
        minimum_links: number(typed.minimum_links),
        schedule: {
          mode: typed.mode,
          day: number(typed.day),
          time: typed.time,
          grace_hours: number(typed.grace_hours),
        },
      })
      if (!read.success) return schedule(c, typed, problemsOf(read.error.issues))
      await storeSettings(db, read.data)
      return c.redirect('/admin/settings/schedule?saved=yes', 303)
    })
    .get('/mail', async (c) => {
      const { name, address } = services.sender
      return c.html(
        mailPage({
          site: await site(),
          csrf: loginOf(c).csrf,
          sender: name === '' ? address : `${name} <${address}>`,
          hasServer: services.hasMailServer,
          findings: await services.doctor.run(),
        }),
      )
    })
}

const statusOf = (problems: FieldProblem[]) => (problems.length > 0 ? 422 : 200)

const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().trim().slice(0, 200)

function valuesOf(form: Form, names: readonly string[]): SettingsForm {
  return Object.fromEntries(names.map((name) => [name, form.get(name).replaceAll('\0', '').trim()]))
}

/** "schedule.day" stands at the field "day". */
function problemsOf(issues: { path: PropertyKey[]; message: string }[]): FieldProblem[] {
  return issues.map(({ path, message }) => ({ field: String(path.at(-1) ?? ''), message }))
}
