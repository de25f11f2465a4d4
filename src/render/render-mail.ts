import { bylineOf } from './byline.ts'
import { byteLength } from './clean-text.ts'
import { newSlots } from './fill-slots.ts'
import { type IssueModel, toIssueModel } from './issue-model.ts'
import { mailHtml } from './mail-html.ts'
import { type MailLook, mailLook } from './mail-look.ts'
import { preheaderOf } from './preheader.ts'
import { renderText } from './render-text.ts'
import type { IssueDocument, RecipientSlots, RenderedMail } from './rendered-issue.ts'
import { compileMjml, type Templates } from './templates.ts'
import { mailWords } from './words.ts'

/** Gmail hides what comes after about this many bytes of HTML, the unsubscribe link included. */
export const CLIPPING_BYTES = 102_000
export const NEAR_CLIPPING_BYTES = 90_000

export interface MailRendererOptions {
  templates: Templates
  /** Link to a page of preferences; `fillSlots` then needs its address. */
  preferences?: boolean
}

/** Renders an issue once for all recipients; `fillSlots` makes each one's mail of it. */
export function createRenderMail({ templates, preferences = false }: MailRendererOptions) {
  return async function renderMail(doc: IssueDocument): Promise<RenderedMail> {
    const model = toIssueModel(doc)
    const slots = newSlots({ preferences })
    const titles = model.sections.flatMap((section) => section.entries.map((entry) => entry.title))
    const preheader = preheaderOf(titles, mailWords(model.lang).andMore)
    const look = mailLook({ ...doc.publication, name: model.publication }, doc.urls.home)
    const mjml = await templates.mjml('issue', templateData(model, slots, { preheader, look }))
    const html = await compileMjml(mjml)
    const htmlBytes = byteLength(html)
    return {
      subject: model.title,
      preheader,
      html,
      text: renderText(model, slots),
      mjml,
      slots,
      htmlBytes,
      warnings: [...sizeWarnings(htmlBytes), ...addressWarnings(model)],
    }
  }
}

function templateData(
  model: IssueModel,
  slots: RecipientSlots,
  { preheader, look }: { preheader: string; look: MailLook },
) {
  return {
    ...model,
    // Liquid knows no null: absent values are empty strings.
    align: model.dir === 'rtl' ? 'right' : 'left',
    preheader,
    look,
    words: mailWords(model.lang),
    introHtml: mailHtml(model.intro, model.dir, look.accent),
    outroHtml: mailHtml(model.outro, model.dir, look.accent),
    sections: model.sections.map((section) => ({
      name: section.name ?? '',
      entries: section.entries.map((entry) => ({
        title: entry.title,
        url: entry.href ?? '',
        byline: bylineOf(entry, model.lang),
        noteHtml: mailHtml(entry.note, model.dir, look.accent),
      })),
    })),
    clicksNote: model.countsClicks ? mailWords(model.lang).clicksCounted : '',
    slots: { preferencesUrl: '', ...slots },
  }
}

function sizeWarnings(bytes: number): string[] {
  const kilobytes = Math.round(bytes / 1000)
  if (bytes >= CLIPPING_BYTES) {
    return [
      `The mail has ${kilobytes} KB. Gmail cuts it off at 102 KB, before the unsubscribe link.`,
    ]
  }
  if (bytes >= NEAR_CLIPPING_BYTES) {
    return [`The mail has ${kilobytes} KB, close to the 102 KB at which Gmail cuts it off.`]
  }
  return []
}

function addressWarnings(model: IssueModel): string[] {
  return model.sections
    .flatMap((section) => section.entries)
    .filter((entry) => entry.url === null)
    .map((entry) => `"${entry.title}" has no web address and stands without a link.`)
}
