import { hashOfMail } from '../../../preflight/preflight.ts'
import { fillSlots } from '../../../render/fill-slots.ts'
import { renderIssueMarkdown } from '../../../render/render-markdown.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter } from '../../rooms.ts'
import { PREVIEWS, previewPage, WIDTHS } from '../../views/rooms/issues/preview.ts'
import { renderWebPage } from '../../web-page.ts'
import type { RoomParts } from './parts.ts'

/** What is rendered can do nothing here: no script, no form, no origin of its own. */
const SHOWN_CSP =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' https:; sandbox; frame-ancestors 'self'"

/** The issue as readers get it, in a frame that is shut off from the room. */
export function issuePreviewRoutes({ services, site }: RoomParts) {
  async function rendered(id: number) {
    const issue = await services.getIssue(id)
    const document = await services.documentOf(issue)
    const mail = await services.renderMail(document)
    const filled = fillSlots(mail, {
      unsubscribeUrl: `${document.urls.home}unsubscribe/preview`,
      preferencesUrl: `${document.urls.home}preferences/preview`,
      reason: `You get this because you subscribed to ${document.publication.name}.`,
    })
    return { issue, document, mail, filled }
  }

  return newRoomRouter()
    .get('/:id{\\d+}/preview', async (c) => {
      const { issue, document, mail, filled } = await rendered(readId(c))
      const kind = PREVIEWS.find((name) => name === c.req.query('as')) ?? 'mail'
      const width = WIDTHS.find((each) => String(each) === c.req.query('width')) ?? 600
      return c.html(
        previewPage({
          site: await site(),
          csrf: loginOf(c).csrf,
          issue,
          mail,
          hash: hashOfMail(mail),
          sender: services.sender.name || services.sender.address,
          kind,
          width,
          plain: kind === 'markdown' ? renderIssueMarkdown(document) : filled.text,
        }),
      )
    })
    .get('/:id{\\d+}/render', async (c) => {
      const { document, filled } = await rendered(readId(c))
      c.header('content-security-policy', SHOWN_CSP)
      return c.req.query('as') === 'page'
        ? c.html(renderWebPage(document, { isPreview: true }))
        : c.html(filled.html)
    })
}
