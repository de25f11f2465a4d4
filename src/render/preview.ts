import type { Issue } from '../domain/issue.ts'
import { fillSlots } from './fill-slots.ts'
import { createRenderOwnerMail, type OwnerMailDocument } from './owner-mail.ts'
import { createRenderMail } from './render-mail.ts'
import type { IssueDocument } from './rendered-issue.ts'
import {
  createRenderServiceMail,
  type ServiceMail,
  type ServiceMailData,
  type ServiceMailName,
} from './service-mails.ts'
import type { Templates } from './templates.ts'

/** Templates that can be previewed, each with `emails/fixtures/NAME.json`. */
export const TEMPLATE_NAMES = [
  'issue',
  'confirm',
  'welcome',
  'goodbye',
  'address',
  'moved',
  'data',
  'login',
  'invite',
  'test',
  'owner',
  'responses',
] as const
export type TemplateName = (typeof TEMPLATE_NAMES)[number]

export function isTemplateName(name: string): name is TemplateName {
  return (TEMPLATE_NAMES as readonly string[]).includes(name)
}

/** Renders a template from its fixture, as a designer's preview. */
export async function renderPreview(
  templates: Templates,
  name: TemplateName,
  fixture: unknown,
): Promise<ServiceMail> {
  if (name === 'owner')
    return createRenderOwnerMail({ templates })(reviveOwnerMail(fixture as OwnerMailDocument))
  if (name !== 'issue') {
    // Fixtures are files of ours, written to these shapes.
    const data = fixture as ServiceMailData[ServiceMailName]
    return createRenderServiceMail({ templates })(name, data as never)
  }
  const mail = await createRenderMail({ templates })(reviveDocument(fixture as IssueDocument))
  const filled = fillSlots(mail, {
    unsubscribeUrl: 'https://small.example/unsubscribe/3fJ0b9-example-token',
    reason: 'You asked for this on 3 March 2023.',
  })
  return { subject: mail.subject, ...filled }
}

/** An issue document read from JSON, its instants as Dates again. */
export function reviveDocument(doc: IssueDocument): IssueDocument {
  const { issue } = doc
  const instants = {
    scheduledAt: dateOf(issue.scheduledAt),
    publishedAt: dateOf(issue.publishedAt),
    sentAt: dateOf(issue.sentAt),
    correctedAt: dateOf(issue.correctedAt),
    createdAt: new Date(issue.createdAt),
    updatedAt: new Date(issue.updatedAt),
  } satisfies Partial<Issue>
  return { ...doc, issue: { ...issue, ...instants } }
}

/** The same for a mail to an owner, whose fixture has a draft. */
function reviveOwnerMail(doc: OwnerMailDocument): OwnerMailDocument {
  const { news } = doc
  if (!('deadline' in news)) return doc
  return { ...doc, news: { ...news, deadline: new Date(news.deadline) } }
}

function dateOf(value: Date | string | null): Date | null {
  return value === null ? null : new Date(value)
}
