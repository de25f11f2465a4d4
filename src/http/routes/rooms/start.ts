import { START_STEPS, type StartStep } from '../../../desks/start-desk.ts'
import { type FieldProblem, isAppError } from '../../../errors.ts'
import { readEmail } from '../../../subscriber-service.ts'
import { cleanField, type Form } from '../../form.ts'
import { checkForm } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { settingsSchema, storeSettings } from '../../settings-input.ts'
import { type StartForm, startPage } from '../../views/rooms/start/page.ts'
import { type StartWords, startWords } from '../../views/rooms/start/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const PATH = '/admin/start'

/** The first steps: each a form, each done when what it asks for is there. */
export function startRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { db, startDesk, sampleMonth } = services
  const hasMailServer = services.mailSetup.server !== null

  async function words(): Promise<StartWords> {
    return startWords((await site()).publication.locale)
  }

  async function show(
    c: RoomContext,
    refusal?: { step: StartStep; problems: FieldProblem[] },
  ): Promise<Response> {
    const about = await site()
    const own = await words()
    const { account, csrf } = loginOf(c)
    const state = await startDesk.state()
    const email = account.email ?? ''
    const known: StartForm = {
      name: state.done.name ? about.publication.name : '',
      time_zone: about.publication.timeZone,
      url: '',
      note: '',
      email,
      to: email,
    }
    const page = startPage({
      site: about,
      csrf,
      state,
      form: refusal ? { ...known, ...typedOf(c.get('form')) } : known,
      hasMailServer,
      refused: refusal?.step,
      problems: refusal?.problems ?? [],
      notice: refusal ? undefined : noticeOf(c.req.query('did'), own, hasMailServer),
    })
    return c.html(page, refusal ? 422 : 200)
  }

  const acts: Record<StartStep, (c: RoomContext) => Promise<FieldProblem[]>> = {
    async name(c) {
      const { name = '', time_zone } = typedOf(c.get('form'))
      if (name === '') return [{ field: 'name', message: (await words()).problems.name }]
      const { locale } = (await site()).publication
      const { data, problems = [] } = checkForm(settingsSchema, { name, time_zone }, locale)
      if (data) await storeSettings(db, data)
      return problems
    },
    async link(c) {
      const { url = '', note = '' } = typedOf(c.get('form'))
      try {
        await services.saveLink({ url, note })
      } catch (error) {
        if (!isAppError(error, 'INVALID_URL', 'INVALID_INPUT')) throw error
        return [{ field: 'url', message: error.message }]
      }
      return []
    },
    async reader(c) {
      const { email = '' } = typedOf(c.get('form'))
      try {
        await services.subscribers.add({ email, status: 'active' })
      } catch (error) {
        if (isAppError(error, 'SUBSCRIBER_SUPPRESSED'))
          return [{ field: 'email', message: error.message }]
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return [{ field: 'email', message: (await words()).problems.email }]
      }
      return []
    },
    async mail(c) {
      const { to = '' } = typedOf(c.get('form'))
      try {
        await startDesk.sendTestMail(readEmail(to))
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT', 'MAIL_FAILED')) throw error
        const { problems } = await words()
        const message = error.code === 'MAIL_FAILED' ? problems.mail(error.message) : problems.email
        return [{ field: 'to', message }]
      }
      return []
    },
  }

  const router = newRoomRouter()
    .get('/', (c) => show(c))
    .post('/leave', async (c) => {
      await startDesk.leave()
      return c.redirect('/admin', 303)
    })
    .post('/sample', async (c) => {
      await sampleMonth.load()
      return c.redirect(`${PATH}?did=sample`, 303)
    })
    .post('/sample/remove', async (c) => {
      const staying = await sampleMonth.remove()
      return c.redirect(`${PATH}?did=${staying > 0 ? 'kept' : 'removed'}`, 303)
    })
  for (const step of START_STEPS)
    router.post(`/${step}`, async (c) => {
      const problems = await acts[step](c)
      return problems.length > 0
        ? show(c, { step, problems })
        : c.redirect(`${PATH}?did=${step}`, 303)
    })
  for (const path of [...START_STEPS, 'leave', 'sample', 'sample/remove'])
    router.get(`/${path}`, postOnly(parts, PATH))
  return router
}

function noticeOf(
  did: string | undefined,
  words: StartWords,
  hasMailServer: boolean,
): string | undefined {
  if (did === 'sample') return words.sampleLoaded
  if (did === 'removed') return words.sampleRemoved
  if (did === 'kept') return words.sampleKept
  if (did === 'mail' && !hasMailServer) return words.didFile
  const step = START_STEPS.find((each) => each === did)
  return step && words.did[step]
}

/** The fields that the form has. */
function typedOf(form: Form): Partial<StartForm> {
  const most = { name: 200, time_zone: 100, url: 10_000, note: 20_000, email: 254, to: 254 }
  const names = new Set(form.entries.map(([name]) => name))
  return Object.fromEntries(
    Object.entries(most)
      .filter(([name]) => names.has(name))
      .map(([name, length]) => [name, cleanField(form.get(name), length)]),
  )
}
