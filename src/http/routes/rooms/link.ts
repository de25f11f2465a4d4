import { z } from 'zod'
import { isMonth } from '../../../domain/month.ts'
import { AppError, type FieldProblem } from '../../../errors.ts'
import { renderEntry } from '../../../render/render-page.ts'
import { fingerprintOf, tagsOf } from '../../../save-window.ts'
import type { Form } from '../../form.ts'
import { checkForm, cleanText, readId } from '../../input.ts'
import { localPath } from '../../local-path.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import {
  annotatePage,
  deletePage,
  entryOf,
  formOf,
  type LinkForm,
  quoted,
} from '../../views/rooms/links/annotate.ts'
import { linksWords } from '../../views/rooms/links/words.ts'
import type { RoomParts } from './parts.ts'

const line = (max: number) => cleanText(max).transform((text) => text.trim())
const formSchema = z.object({
  title: line(2_000),
  authors: line(2_000),
  note: cleanText(200_000),
  section: line(200),
  tags: line(2_000),
  via: line(2_000),
  month: z.string().refine((text) => text === '' || isMonth(text)),
  noteSeen: z.string(),
})
const DID = ['saved', 'next', 'refreshed', 'none'] as const

/** One link: reading, writing, reading its page again, deleting. */
export function linkRoomRoutes({ services, site }: RoomParts) {
  const desk = services.linkDesk

  async function show(
    c: RoomContext,
    id: number,
    state: {
      form?: LinkForm
      problems?: FieldProblem[]
      conflict?: string
      status?: 409 | 422
    } = {},
  ): Promise<Response> {
    const about = await site()
    const words = linksWords(about.publication.locale)
    const opened = await desk.open(id)
    const did = DID.find((name) => name === c.req.query('did'))
    const notices = {
      saved: words.savedNow,
      next: words.savedNowNext,
      refreshed: words.refreshed,
      none: words.noneLeft,
    }
    const page = annotatePage({
      ...opened,
      site: about,
      csrf: loginOf(c).csrf,
      form: state.form ?? formOf(opened.link),
      problems: state.problems ?? [],
      conflict: state.conflict,
      notice: did && notices[did],
    })
    return c.html(page, state.status ?? 200)
  }

  return newRoomRouter()
    .get('/:id{\\d+}', (c) => show(c, readId(c)))
    .post('/:id{\\d+}', async (c) => {
      const id = readId(c)
      const typed = typedForm(c.get('form'))
      const { locale } = (await site()).publication
      const { data: form, problems } = checkForm(formSchema, typed, locale)
      if (problems) {
        const clean = Object.fromEntries(
          Object.entries(typed).map(([name, value]) => [name, value.replaceAll('\0', '')]),
        )
        return show(c, id, { form: clean as unknown as LinkForm, problems, status: 422 })
      }
      const { link } = await desk.open(id)
      const go = c.get('form').get('go')
      if (go === 'quote' && link.description)
        form.note = [form.note, quoted(link.description)].filter(Boolean).join('\n\n')
      if (fingerprintOf(link.note) !== form.noteSeen && link.note !== form.note.trimEnd())
        return show(c, id, {
          form: { ...form, noteSeen: fingerprintOf(link.note) },
          conflict: link.note,
          status: 409,
        })
      await services.annotateLink(id, {
        note: form.note.trimEnd(),
        section: form.section || null,
        tags: tagsOf(form.tags),
        via: form.via || null,
        month: form.month || null,
        // Untouched, these go on to follow the page.
        ...(form.title !== (link.title ?? '') && { title: form.title || null }),
        ...(form.authors !== link.authors.join(', ') && {
          authors: form.authors.split(',').flatMap((name) => name.trim() || []),
        }),
      })
      if (go !== 'next') return c.redirect(`/admin/links/${id}?did=saved`, 303)
      const next = await desk.nextWithoutNote(id)
      return c.redirect(
        next === undefined ? `/admin/links/${id}?did=none` : `/admin/links/${next}?did=next`,
        303,
      )
    })
    .post('/:id{\\d+}/note', async (c) => {
      const id = readId(c)
      const form = c.get('form')
      const note = cleanText(200_000).safeParse(form.get('note'))
      const isScript = c.req.header('accept') === 'application/json'
      if (!note.success) {
        const detail = note.error.issues[0]?.message ?? ''
        if (isScript) return c.json({ detail }, 422)
        throw new AppError('INVALID_INPUT', detail)
      }
      const result = await desk.saveNote(id, note.data, form.get('note_seen'))
      const words = linksWords((await site()).publication.locale)
      if (result.outcome === 'conflict') {
        if (isScript)
          return c.json(
            {
              text: result.note,
              note_seen: result.noteSeen,
              label: words.otherText,
              keep: words.keepMine,
              take: words.takeOther,
            },
            409,
          )
        const { link } = await desk.open(id)
        const kept = { ...formOf(link), note: note.data, noteSeen: result.noteSeen }
        return show(c, id, { form: kept, conflict: result.note, status: 409 })
      }
      if (isScript) return c.json({ note_seen: result.noteSeen })
      return c.redirect(backOf(form, `/admin/links/${id}`), 303)
    })
    .post('/:id{\\d+}/preview', async (c) => {
      const { link } = await desk.open(readId(c))
      const { locale } = (await site()).publication
      const { title, authors, note } = typedForm(c.get('form'))
      return c.html(
        renderEntry(entryOf(link, { title, authors, note: note.slice(0, 200_000) }), locale),
      )
    })
    .post('/:id{\\d+}/refresh', async (c) => {
      const id = readId(c)
      await desk.refresh(id)
      return c.redirect(backOf(c.get('form'), `/admin/links/${id}?did=refreshed`), 303)
    })
    .get('/:id{\\d+}/delete', async (c) => {
      const { link } = await desk.open(readId(c))
      return c.html(deletePage(await site(), loginOf(c).csrf, link))
    })
    .post('/:id{\\d+}/delete', async (c) => {
      const undo = await desk.remove(readId(c))
      return c.redirect(`/admin/links?did=removed&undo=${undo}`, 303)
    })
}

function typedForm(form: Form): LinkForm {
  return {
    title: form.get('title'),
    authors: form.get('authors'),
    note: form.get('note'),
    section: form.get('section'),
    tags: form.get('tags'),
    via: form.get('via'),
    month: form.get('month'),
    noteSeen: form.get('note_seen'),
  }
}

const backOf = (form: Form, otherwise: string) =>
  localPath(form.get('back') || undefined, otherwise)
