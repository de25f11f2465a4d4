import { POST_FORMATS, type PostFormat } from '../../../collect/posts/post.ts'
import type { OldEntry, OldPost } from '../../../domain/old-post.ts'
import { type FieldProblem, isAppError } from '../../../errors.ts'
import { cleanLine } from '../../../render/clean-text.ts'
import { findOldPathOf } from '../../../store/old-paths.ts'
import { findSectionNames } from '../../../store/sections.ts'
import { cleanField, type Form } from '../../form.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { POSTS_PATH, type PostsPageProps, postsPage } from '../../views/rooms/posts/list.ts'
import { publishedPage, reviewPage } from '../../views/rooms/posts/review.ts'
import { postsWords } from '../../views/rooms/posts/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const MOST_NOTE = 200_000

/** Old posts out of a file, looked through, published as issues. */
export function importPostsRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { postDesk, db } = services
  const words = async () => postsWords((await site()).publication.locale)

  async function showList(
    c: RoomContext,
    more: Pick<PostsPageProps, 'form' | 'problems' | 'notice'> = {},
  ) {
    const page = postsPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      waiting: await postDesk.list((await site()).publication.locale),
      ...more,
    })
    return c.html(page, more.problems ? 422 : 200)
  }

  async function noticeOf(c: RoomContext): Promise<string | undefined> {
    const own = await words()
    const { did, count = '' } = c.req.query()
    const number = /^\d{1,4}$/.test(count) ? Number(count) : 0
    if (did === 'removed') return own.removed
    if (did === 'read') return own.readMany(number)
    if (did === 'read-cut') return own.readCut(number)
    if (did === 'published') return own.publishedMany(number)
    return undefined
  }

  async function showReview(
    c: RoomContext,
    { post, isFresh, notice }: { post?: OldPost; isFresh: boolean; notice?: string | undefined },
    more: FieldProblem[] = [],
  ) {
    const waiting = await postDesk.getWaiting(readId(c))
    const shown = post ?? waiting.post
    const problems = [
      ...(await postDesk.problemsOf(shown, (await site()).publication.locale)).map(toFormField),
      ...more,
    ]
    const names = shown.sections.flatMap(({ name }) => name ?? [])
    const page = reviewPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      id: waiting.id,
      fileName: waiting.fileName,
      post: shown,
      problems,
      isFresh,
      notice,
      sections: [...new Set([...names, ...(await findSectionNames(db))])],
    })
    return c.html(page, isFresh ? 200 : 422)
  }

  return newRoomRouter()
    .get('/', async (c) => showList(c, { notice: await noticeOf(c) }))
    .post('/', async (c) => {
      const sent = c.get('form')
      const upload = sent.files.get('file')
      const form = {
        format: cleanField(sent.get('format'), 20),
        old_url: cleanField(sent.get('old_url'), 2_000),
      }
      if (!upload || upload.size === 0)
        return showList(c, {
          form,
          problems: [{ field: 'file', message: (await words()).fileMissing }],
        })
      try {
        const { posts, isCut } = await postDesk.read(
          upload.stream() as unknown as AsyncIterable<Uint8Array>,
          {
            format: isFormat(form.format) ? form.format : 'auto',
            fileName: upload.name,
            oldUrl: form.old_url || undefined,
          },
        )
        const ids = await postDesk.keep(posts, cleanLine(upload.name, 200))
        if (ids.length === 1) return c.redirect(`${POSTS_PATH}/${ids[0]}`, 303)
        return c.redirect(
          `${POSTS_PATH}?did=${isCut ? 'read-cut' : 'read'}&count=${ids.length}`,
          303,
        )
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT', 'PAYLOAD_TOO_LARGE')) throw error
        return showList(c, { form, problems: [{ field: 'file', message: error.message }] })
      }
    })
    .get('/publish', postOnly(parts, POSTS_PATH))
    .post('/publish', async (c) => {
      let count = 0
      // One after the other: the first of a month takes it, the next is then not complete any more.
      for (const { id, problems } of await postDesk.list()) {
        if (problems.length > 0) continue
        try {
          await postDesk.publishWaiting(id)
          count++
        } catch (error) {
          if (!isAppError(error, 'CONFLICT', 'INVALID_INPUT', 'NOT_FOUND')) throw error
        }
      }
      return c.redirect(`${POSTS_PATH}?did=published&count=${count}`, 303)
    })
    .get('/done/:id{\\d+}', async (c) => {
      const issue = await services.getIssue(readId(c))
      const page = publishedPage({
        site: await site(),
        csrf: loginOf(c).csrf,
        issue,
        oldPath: (await findOldPathOf(db, issue.id)) ?? null,
      })
      return c.html(page)
    })
    .get('/:id{\\d+}', async (c) =>
      showReview(c, {
        isFresh: true,
        notice: c.req.query('did') === 'saved' ? (await words()).saved : undefined,
      }),
    )
    .post('/:id{\\d+}', async (c) => {
      const id = readId(c)
      const { post: before } = await postDesk.getWaiting(id)
      const form = c.get('form')
      const post = postOf(form, before)
      await postDesk.save(id, post)
      if (form.get('act') !== 'publish') return c.redirect(`${POSTS_PATH}/${id}?did=saved`, 303)
      try {
        const { issue } = await postDesk.publishWaiting(id)
        return c.redirect(`${POSTS_PATH}/done/${issue.id}`, 303)
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT', 'CONFLICT')) throw error
        const unforeseen = error.fields.length > 0 ? [] : [{ field: '', message: error.message }]
        return showReview(c, { post, isFresh: false }, unforeseen)
      }
    })
    .get('/:id{\\d+}/remove', (c) => postOnly(parts, `${POSTS_PATH}/${readId(c)}`)(c))
    .post('/:id{\\d+}/remove', async (c) => {
      await postDesk.discard(readId(c))
      return c.redirect(`${POSTS_PATH}?did=removed`, 303)
    })
}

/** `entries.3.url` of the post is `url-3` of the form. */
function toFormField({ field, message }: FieldProblem): FieldProblem {
  const entry = /^entries\.(\d+)\.(\w+)$/.exec(field)
  if (entry) return { field: `${entry[2]}-${entry[1]}`, message }
  return { field: field === 'sections' ? 'title-new' : field, message }
}

/** What the form says; the sections stand in the order in which they first occur. */
function postOf(form: Form, before: OldPost): OldPost {
  const text = (name: string) =>
    form.get(name).replaceAll('\0', '').toWellFormed().trim().slice(0, MOST_NOTE)
  const sections: OldPost['sections'] = []
  const place = (name: string | null, entry: OldEntry) => {
    const section = sections.find((each) => each.name === name)
    if (section) section.entries.push(entry)
    else sections.push({ name, entries: [entry] })
  }
  const count = before.sections.reduce((sum, { entries }) => sum + entries.length, 0)
  for (const key of [...Array.from({ length: count }, (_, index) => String(index)), 'new']) {
    const entry: OldEntry = {
      title: cleanField(form.get(`title-${key}`), 2_000),
      url: cleanField(form.get(`url-${key}`), 10_000),
      authors: cleanField(form.get(`authors-${key}`), 2_000)
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      note: text(`note-${key}`),
    }
    const isEmpty = entry.title === '' && entry.url === '' && entry.note === ''
    if (isEmpty || form.get(`out-${key}`) === 'yes') continue
    place(cleanField(form.get(`section-${key}`), 120) || null, entry)
  }
  const date = cleanField(form.get('date'), 10)
  return {
    title: cleanField(form.get('title'), 500),
    month: cleanField(form.get('month'), 7) || null,
    // The form shows the day; the time stays as the file had it.
    date: date === (before.date ?? '').slice(0, 10) ? before.date : date || null,
    oldUrl: cleanField(form.get('old_url'), 2_000) || null,
    intro: text('intro'),
    outro: text('outro'),
    sections: [
      ...sections.filter(({ name }) => name !== null),
      ...sections.filter(({ name }) => name === null),
    ],
    leftOut: before.leftOut,
  }
}

function isFormat(text: string): text is PostFormat {
  return (POST_FORMATS as readonly string[]).includes(text)
}
