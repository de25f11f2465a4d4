import type { Context } from 'hono'
import { type AppError, isAppError } from '../../errors.ts'
import { MOST_COMMENT, MOST_NAME } from '../../respond/comments.ts'
import { cleanField, type Form, readForm } from '../form.ts'
import { privateLinks } from '../private-links.ts'
import { newRouter } from '../problem.ts'
import { issuePath } from '../views/issue-list.ts'
import type { Site } from '../views/layout.ts'
import { notFoundPage } from '../views/message-page.ts'
import { responseWords } from '../views/response-words.ts'
import {
  COMMENT_STAMP,
  COMMENT_TRAP,
  type CommentPageProps,
  commentPage,
  commentThanksPage,
} from '../views/responses.ts'
import type { PublicDeps } from './subscribe.ts'

/** What readers send: comments, each held until the owner has read it. */
export function responseRoutes({ services, baseUrl, clientAddress }: PublicDeps) {
  const { comments } = services.responses
  const site = async (): Promise<Site> => ({
    publication: await services.readEditorial(),
    baseUrl,
  })

  async function show(
    c: Context,
    props: Omit<CommentPageProps, 'site' | 'stamp'>,
    status: 200 | 422 | 429 = 200,
  ) {
    const stamp = comments.newStamp()
    return c.html(commentPage({ site: await site(), stamp, ...props }), status)
  }

  return newRouter()
    .get('/webmention', async (c) => {
      const { mentions } = await services.responses.readSettings()
      if (!mentions) return c.html(notFoundPage(await site()), 404)
      return c.text('POST source and target here (W3C Webmention).', 405, { allow: 'POST' })
    })
    .post('/webmention', async (c) => {
      const form = await readForm(c)
      try {
        const [source, target] = [form.get('source').trim(), form.get('target').trim()]
        await services.responses.receiveMention(source, target, clientAddress(c))
        return c.text('Noted. Its page is read soon, and shown once the editor has approved.', 202)
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT', 'NOT_FOUND', 'TOO_MANY_REQUESTS')) throw error
        if (error.retryAfterS !== undefined) c.header('retry-after', String(error.retryAfterS))
        // What is wrong with a request is 400 in this protocol (§3.2.3).
        const status = { INVALID_INPUT: 400, NOT_FOUND: 404, TOO_MANY_REQUESTS: 429 } as const
        return c.text(error.message, status[error.code as keyof typeof status])
      }
    })
    .use('/issues/:slug/comments/*', privateLinks)
    .get('/issues/:slug/comments', async (c) => {
      const issue = await comments.issueOf(c.req.param('slug'))
      if (!issue) return c.html(notFoundPage(await site()), 404)
      return show(c, { issue })
    })
    .get('/issues/:slug/comments/thanks', async (c) => {
      const issue = await comments.issueOf(c.req.param('slug'))
      if (!issue) return c.html(notFoundPage(await site()), 404)
      return c.html(commentThanksPage(await site(), issue))
    })
    .post('/issues/:slug/comments', async (c) => {
      const issue = await comments.issueOf(c.req.param('slug'))
      if (!issue) return c.html(notFoundPage(await site()), 404)
      const sent = await readForm(c)
      const form = commentOf(sent)
      const thanks = () => c.redirect(`${issuePath(issue.slug)}/comments/thanks`, 303)
      if (sent.get(COMMENT_TRAP) !== '') return thanks()
      const faults = comments.faultsOf(form)
      if (faults.length > 0) return show(c, { issue, form, faults }, 422)
      const words = responseWords((await site()).publication.locale)
      // The form under the issue is the same for all and has no stamp: it asks for a preview.
      const stamp = sent.get(COMMENT_STAMP)
      if (stamp === '') return show(c, { issue, form })
      const fault = comments.stampFaultOf(stamp)
      if (fault)
        return show(
          c,
          { issue, form, notice: fault === 'fast' ? words.tooQuick : words.tooOld },
          422,
        )
      try {
        await comments.add(issue, form, clientAddress(c))
        return thanks()
      } catch (error) {
        if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
        c.header('retry-after', String(error.retryAfterS))
        return show(c, { issue, form, notice: words.tooMany(minutesOf(error)) }, 429)
      }
    })
}

function commentOf(form: Form) {
  return {
    name: cleanField(form.get('name').replace(/\s+/g, ' '), MOST_NAME),
    email: cleanField(form.get('email'), 254),
    text: cleanField(form.get('text').replace(/[^\P{Cc}\n\t]/gu, ''), MOST_COMMENT),
  }
}

const minutesOf = (error: AppError) => Math.max(1, Math.ceil((error.retryAfterS ?? 60) / 60))
