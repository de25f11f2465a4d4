import {
  type ArrangedSection,
  addLink,
  addSection,
  moveEntry,
  moveSection,
  orderByNumbers,
  placeEntry,
  removeEntry,
  removeSection,
  renameSection,
} from '../../../assemble/arrange.ts'
import type { IssueText } from '../../../desks/issue-desk.ts'
import { AppError, type FieldProblem, isAppError } from '../../../errors.ts'
import { findLink } from '../../../store/links.ts'
import type { Form } from '../../form.ts'
import { cleanText, readId } from '../../input.ts'
import { authorOf, loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { editorPage } from '../../views/rooms/issues/editor.ts'
import { sizeGauge } from '../../views/rooms/issues/size-gauge.ts'
import { issuesWords } from '../../views/rooms/issues/words.ts'
import { roomWords } from '../../views/rooms/words.ts'
import type { RoomParts } from './parts.ts'

const LENGTHS = { title: 500, slug: 100, intro: 200_000, outro: 200_000 }
const DID = ['text', 'order', 'entry', 'added', 'removed', 'assembled', 'stopped'] as const

/** The issue editor: its words, its order, its entries. */
export function issueEditRoutes({ services, site }: RoomParts) {
  const desk = services.issueDesk

  async function show(
    c: RoomContext,
    id: number,
    state: {
      text?: IssueText
      problems?: FieldProblem[]
      conflict?: IssueText
      status?: 409 | 422
    } = {},
  ): Promise<Response> {
    const about = await site()
    const opened = await desk.open(id)
    const { title, slug, intro, outro, state: issueState } = opened.issue
    const did = DID.find((name) => name === c.req.query('did'))
    const page = editorPage({
      ...opened,
      site: about,
      csrf: loginOf(c).csrf,
      text: state.text ?? { title, slug, intro, outro },
      problems: state.problems ?? [],
      conflict: state.conflict,
      day: issueState === 'draft' ? await services.rhythmDesk.dayOf(opened.issue) : undefined,
      notice: did && issuesWords(about.publication.locale).did[did],
    })
    return c.html(page, state.status ?? 200)
  }

  return newRoomRouter()
    .get('/:id{\\d+}', (c) => show(c, readId(c)))
    .post('/:id{\\d+}/text', async (c) => {
      const id = readId(c)
      const form = c.get('form')
      const isScript = c.req.header('accept') === 'application/json'
      const { locale } = (await site()).publication
      const words = roomWords(locale)
      const { text, problems } = readText(form, words.tooLong)
      const refuse = (all: FieldProblem[]) =>
        isScript
          ? c.json({ detail: all.map(({ message }) => message).join(' ') }, 422)
          : show(c, id, { text, problems: all, status: 422 })
      if (problems.length > 0) return refuse(problems)
      try {
        const result = await desk.saveText(id, text, form.get('version'), authorOf(c))
        if (result.outcome === 'conflict') {
          if (isScript) return c.json({ version: result.version }, 409)
          return show(c, id, { text, conflict: result.issue, status: 409 })
        }
        if (!isScript) return c.redirect(`/admin/issues/${id}?did=text`, 303)
        const { htmlBytes } = await desk.open(id)
        return c.json({
          version: result.version,
          gauge: String(await sizeGauge(htmlBytes, issuesWords(locale))),
        })
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT', 'CONFLICT')) throw error
        return refuse(
          error.fields.length > 0 ? error.fields : [{ field: '', message: error.message }],
        )
      }
    })
    .post('/:id{\\d+}/order', async (c) => {
      const id = readId(c)
      const form = c.get('form')
      const [act = '', target = ''] = form.get('act').split(':')
      const change = await changeOf(act, Number(target), form, (linkId) => sectionOfLink(linkId))
      await desk.arrange(id, change, authorOf(c))
      if (c.req.header('x-part') === 'order') return show(c, id)
      const did = act === 'add' ? 'added' : act === 'out' ? 'removed' : 'order'
      const at = ['up', 'down', 'previous', 'next', 'place'].includes(act) ? `#entry-${target}` : ''
      return c.redirect(`/admin/issues/${id}?did=${did}${at}`, 303)
    })
    .post('/:id{\\d+}/entries/:entry{\\d+}', async (c) => {
      const id = readId(c)
      const form = c.get('form')
      const note = cleanText(200_000).safeParse(form.get('note'))
      const title = cleanText(2_000).safeParse(form.get('title').trim())
      if (!note.success || !title.success || title.data === '')
        throw new AppError('INVALID_INPUT', 'Give the entry a title and a note that can be stored.')
      const words = {
        title: title.data,
        authors: form
          .get('authors')
          .replaceAll('\0', '')
          .split(',')
          .flatMap((name) => name.trim() || []),
        note: note.data.trimEnd(),
      }
      await desk.editEntry(id, Number(c.req.param('entry')), words, authorOf(c))
      return c.redirect(`/admin/issues/${id}?did=entry#entry-${c.req.param('entry')}`, 303)
    })

  async function sectionOfLink(linkId: number): Promise<string | null> {
    const link = await findLink(services.db, linkId)
    if (!link) throw new AppError('NOT_FOUND', `There is no link ${linkId}.`)
    return link.section
  }
}

type Change = (sections: ArrangedSection[]) => ArrangedSection[]

/** What a button of the editor does to the order. A section is named by its place on the page. */
async function changeOf(
  act: string,
  target: number,
  form: Form,
  sectionOfLink: (linkId: number) => Promise<string | null>,
): Promise<Change> {
  const name = form.get('name').replaceAll('\0', '').trim().slice(0, 200)
  const onSection =
    (change: (sections: ArrangedSection[], name: string) => ArrangedSection[]): Change =>
    (sections) => {
      const section = sections[target]?.name
      return section == null ? sections : change(sections, section)
    }
  switch (act) {
    case 'up':
    case 'down':
    case 'previous':
    case 'next':
      return (sections) => moveEntry(sections, target, act)
    case 'place': {
      const place = Number(form.get('place'))
      const section = Number(form.get('section'))
      return (sections) =>
        placeEntry(sections, target, section, Number.isInteger(place) ? place - 1 : 0)
    }
    case 'out':
      return (sections) => removeEntry(sections, target)
    case 'add': {
      const section = await sectionOfLink(target)
      return (sections) => addLink(sections, target, section)
    }
    case 'numbers': {
      const numbers = new Map<number, number>()
      for (const [field, value] of form.entries) {
        const [, entry] = /^n-(\d+)$/.exec(field) ?? []
        const number = Number(value.replace(',', '.'))
        if (entry && value.trim() !== '' && Number.isFinite(number))
          numbers.set(Number(entry), number)
      }
      return (sections) => orderByNumbers(sections, numbers)
    }
    case 'add-section':
      return (sections) => (name === '' ? sections : addSection(sections, name))
    case 'rename':
      return name === ''
        ? (sections) => sections
        : onSection((all, from) => renameSection(all, from, name))
    case 'remove-section':
      return onSection(removeSection)
    case 'section-up':
      return onSection((all, section) => moveSection(all, section, 'up'))
    case 'section-down':
      return onSection((all, section) => moveSection(all, section, 'down'))
    default:
      throw new AppError('INVALID_INPUT', 'This button is not known. Load the page again.')
  }
}

function readText(
  form: Form,
  tooLong: (most: number) => string,
): { text: IssueText; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const text = { title: '', slug: '', intro: '', outro: '' }
  for (const [field, most] of Object.entries(LENGTHS) as [keyof IssueText, number][]) {
    text[field] = form.get(field).replaceAll('\0', '').toWellFormed()
    if (field === 'title' || field === 'slug') text[field] = text[field].trim()
    if (text[field].length > most) problems.push({ field, message: tooLong(most) })
  }
  if (text.title === '') problems.push({ field: 'title', message: 'Give the issue a title.' })
  return { text, problems }
}
