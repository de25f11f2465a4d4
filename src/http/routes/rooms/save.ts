import { z } from 'zod'
import { isMonth } from '../../../domain/month.ts'
import { AppError, type FieldProblem, isAppError } from '../../../errors.ts'
import type { SaveWindow, WindowForm } from '../../../save-window.ts'
import { findLink } from '../../../store/links.ts'
import type { Form } from '../../form.ts'
import { checkForm, cleanText, idSchema } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { savedPage, savePage } from '../../views/rooms/save.ts'
import { roomWords } from '../../views/rooms/words.ts'
import type { RoomParts } from './parts.ts'

const formSchema = z.object({
  url: cleanText(40_000).transform((text) => text.trim()),
  title: cleanText(2_000).transform((text) => text.trim()),
  shownTitle: z.string(),
  note: cleanText(200_000),
  section: cleanText(200),
  tags: cleanText(2_000),
  month: z.string().refine((text) => text === '' || isMonth(text)),
  linkId: z.coerce.number().pipe(idSchema).nullable(),
  noteSeen: z.string(),
})

const OUTCOMES = ['new', 'merged', 'updated'] as const

/** The window of the bookmarklet and of the phone's share sheet. */
export function saveRoutes({ services, site }: RoomParts) {
  const { saveWindow } = services

  async function show(
    c: RoomContext,
    window: SaveWindow,
    problems: FieldProblem[] = [],
  ): Promise<Response> {
    const { csrf } = loginOf(c)
    const status = problems.length > 0 ? 422 : window.isConflict ? 409 : 200
    return c.html(savePage({ site: await site(), csrf, window, problems }), status)
  }

  async function wordsHere() {
    return roomWords((await site()).publication.locale)
  }

  return newRoomRouter()
    .get('/', async (c) => {
      const { url = '', title = '', text = '' } = c.req.query()
      const window = await saveWindow.open({ url, title, text })
      const { invalidAddress } = await wordsHere()
      return show(
        c,
        window,
        window.problem === ''
          ? []
          : [{ field: 'url', message: said(window.problem, invalidAddress) }],
      )
    })
    .post('/', async (c) => {
      const typed = typedForm(c.get('form'))
      const { locale } = (await site()).publication
      const { data: form, problems } = checkForm(formSchema, typed, locale)
      if (problems) return show(c, await saveWindow.reopen(withoutNul(typed)), problems)
      try {
        const { outcome, link } = await saveWindow.save(form)
        if (outcome === 'conflict') return show(c, await saveWindow.reopenWithBoth(form, link))
        return c.redirect(`/save/saved?id=${link.id}&was=${outcome}`, 303)
      } catch (error) {
        if (!isAppError(error, 'INVALID_URL', 'INVALID_INPUT')) throw error
        const { invalidAddress } = await wordsHere()
        const problems =
          error.code === 'INVALID_URL'
            ? [{ field: 'url', message: said(error.message, invalidAddress) }]
            : error.fields
        return show(c, await saveWindow.reopen(form), problems)
      }
    })
    .get('/saved', async (c) => {
      const id = idSchema.safeParse(Number(c.req.query('id')))
      const link = id.success ? await findLink(services.db, id.data) : undefined
      if (!link) throw new AppError('NOT_FOUND', 'There is no such link any more.')
      const was = c.req.query('was')
      const outcome = OUTCOMES.find((name) => name === was) ?? 'updated'
      const { csrf } = loginOf(c)
      const host = new URL(link.url).hostname
      return c.html(savedPage({ site: await site(), csrf, link, host, outcome }))
    })
}

function typedForm(form: Form): WindowForm {
  const id = form.get('link_id')
  return {
    url: form.get('url'),
    title: form.get('title'),
    shownTitle: form.get('shown_title'),
    note: form.get('note'),
    section: form.get('section'),
    tags: form.get('tags'),
    month: form.get('month'),
    linkId: id === '' ? null : Number(id),
    noteSeen: form.get('note_seen'),
  }
}

/** No page and no database column holds NUL; everything else comes back as it was typed. */
function withoutNul(form: WindowForm): WindowForm {
  const clean = (text: string) => text.replaceAll('\0', '')
  return {
    ...form,
    url: clean(form.url),
    title: clean(form.title),
    note: clean(form.note),
    section: clean(form.section),
    tags: clean(form.tags),
    month: isMonth(form.month) ? form.month : '',
    linkId: Number.isInteger(form.linkId) ? form.linkId : null,
  }
}

/** The commonest refusals in the owner's language; the rarer ones are English sentences. */
function said(message: string, invalidAddress: string): string {
  return /^(?:That is no web address|Only addresses that start)/.test(message)
    ? invalidAddress
    : message
}
