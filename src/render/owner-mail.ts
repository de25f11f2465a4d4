import type { Issue, Publication } from '../domain/issue.ts'
import { type Month, monthName } from '../domain/month.ts'
import type { WaitReason } from '../domain/rhythm.ts'
import { bylineOf } from './byline.ts'
import { cleanLine, cleanText } from './clean-text.ts'
import { toIssueModel } from './issue-model.ts'
import { directionOf, knownLocale } from './locale.ts'
import { mailLook } from './mail-look.ts'
import { markdownSummary } from './markdown.ts'
import { ownerMailWords } from './owner-mail-words.ts'
import { pauseReasonIn } from './pause-reason.ts'
import { CLIPPING_BYTES } from './render-mail.ts'
import type { ServiceMail } from './service-mails.ts'
import { compileMjml, type Templates } from './templates.ts'
import { wrap } from './wrap.ts'

/** Longer lists are cut; the room has them whole. */
const MOST_ENTRIES = 60
const MOST_FINDINGS = 12
const INTRO_LENGTH = 400

/** What an owner is told of an issue that is not out yet. */
interface DraftNews {
  issue: Issue
  /** Of the mail as readers would get it. */
  htmlBytes: number
  /** What the check found, a sentence each, with the page where it is mended. */
  findings: { text: string; url: string }[]
  deadline: Date
  isPast: boolean
}

export type OwnerNews =
  | ({ kind: 'draft' | 'reminder'; goesByItself: boolean } & DraftNews)
  | ({ kind: 'deadline'; reason: WaitReason; minimumLinks: number } & DraftNews)
  | { kind: 'skipped'; month: Month; links: number; minimumLinks: number }
  | { kind: 'paused'; issue: Issue; reason: string }

export interface OwnerMailDocument {
  news: OwnerNews
  publication: Publication
  /** Address of the site, without a slash at its end. */
  baseUrl: string
}

export type RenderOwnerMail = (document: OwnerMailDocument) => Promise<ServiceMail>

/** A mail to an owner: what happened, the draft in short, and where to act. */
export function createRenderOwnerMail({ templates }: { templates: Templates }): RenderOwnerMail {
  return async function renderOwnerMail(document) {
    const { publication, baseUrl } = document
    const lang = knownLocale(publication.locale)
    const dir = directionOf(lang)
    const words = ownerMailWords(lang)
    const said = saidOf(document)
    const name = cleanLine(publication.name, 120)
    const values = {
      ...contentOf(document),
      ...said,
      lang,
      dir,
      align: dir === 'rtl' ? 'right' : 'left',
      title: said.subject,
      preheader: cleanLine(said.sentence, 140),
      publication: name,
      homeUrl: `${baseUrl}/`,
      look: mailLook({ ...publication, name }, `${baseUrl}/`),
      whyYou: words.whyYou(name),
      words,
    }
    const plain = await templates.text('owner', values)
    return {
      subject: said.subject,
      html: await compileMjml(await templates.mjml('owner', values)),
      text: `${wrap(cleanText(plain).trim(), 72).join('\n')}\n`,
    }
  }
}

interface Said {
  subject: string
  sentence: string
  button: string
  buttonUrl: string
  hint: string
  others: { text: string; url: string }[]
}

function saidOf({ news, publication, baseUrl }: OwnerMailDocument): Said {
  const words = ownerMailWords(publication.locale)
  const rooms = `${baseUrl}/admin`
  if (news.kind === 'skipped') {
    const { month, links, minimumLinks } = news
    const name = monthName(month, publication.locale, { year: true })
    return {
      subject: words.skipped.subject(name),
      sentence: words.skipped.text(name, links, minimumLinks),
      button: words.skipped.button,
      buttonUrl: `${rooms}/links`,
      hint: '',
      others: [{ text: words.skipped.schedule, url: `${rooms}/settings/schedule` }],
    }
  }
  const path = `${rooms}/issues/${news.issue.id}`
  const title = cleanLine(news.issue.title, 200)
  if (news.kind === 'paused')
    return {
      subject: words.paused.subject(title),
      sentence: words.paused.text(cleanLine(pauseReasonIn(publication.locale, news.reason), 500)),
      button: words.paused.button,
      buttonUrl: `${path}/sending`,
      hint: '',
      others: [],
    }
  return {
    ...draftSaid(news, title, publication),
    button: words.approve,
    buttonUrl: `${path}/approve`,
    hint: words.approveHint,
    others: [
      { text: words.open, url: path },
      { text: words.preview, url: `${path}/preview` },
      { text: words.postpone, url: `${path}/postpone` },
    ],
  }
}

function draftSaid(
  news: Exclude<OwnerNews, { kind: 'skipped' | 'paused' }>,
  title: string,
  { locale, timeZone }: Publication,
): Pick<Said, 'subject' | 'sentence'> {
  const words = ownerMailWords(locale)
  const time = dayAndTime(news.deadline, locale, timeZone)
  const subject = words[news.kind].subject(title)
  if (news.kind === 'deadline')
    return { subject, sentence: words.deadline.reasons[news.reason](time, news.minimumLinks) }
  if (news.goesByItself && !news.isPast) return { subject, sentence: words[news.kind].goes(time) }
  if (news.kind === 'draft')
    return { subject, sentence: words.draft.waits(news.isPast ? null : time) }
  return { subject, sentence: words.reminder.waits(time) }
}

const NOTHING = {
  issueTitle: '',
  intro: '',
  facts: '',
  sections: [],
  moreEntries: '',
  findings: [],
  foundTitle: '',
}

/** The draft in short; nothing of it where there is none to act on. */
function contentOf({ news, publication, baseUrl }: OwnerMailDocument) {
  if (news.kind === 'skipped' || news.kind === 'paused') return NOTHING
  const { issue, htmlBytes, findings } = news
  const words = ownerMailWords(publication.locale)
  const urls = { home: `${baseUrl}/`, issue: `${baseUrl}/`, archive: `${baseUrl}/` }
  const model = toIssueModel({ issue, publication, urls })
  const entries = model.sections.flatMap((section) => section.entries)
  const withoutNote = entries.filter(({ note }) => note.trim() === '').length
  const kilobytes = (bytes: number) => Math.round(bytes / 1000)
  const rest = findings.length - MOST_FINDINGS
  return {
    issueTitle: model.title,
    intro: markdownSummary(model.intro, INTRO_LENGTH),
    facts: [
      model.month,
      words.links(entries.length),
      ...(withoutNote > 0 ? [words.withoutNote(withoutNote)] : []),
      words.size(kilobytes(htmlBytes), kilobytes(CLIPPING_BYTES)),
    ].join(' · '),
    sections: model.sections
      .map(({ name, entries }) => ({
        name: name ?? (model.sections.length > 1 ? words.noSection : ''),
        entries: entries
          .filter(({ number }) => number <= MOST_ENTRIES)
          .map((entry) => ({
            title: entry.title,
            url: entry.url ?? '',
            byline: bylineOf(entry, model.lang),
            note: markdownSummary(entry.note, 140),
          })),
      }))
      .filter(({ entries }) => entries.length > 0),
    moreEntries:
      entries.length > MOST_ENTRIES ? words.moreEntries(entries.length - MOST_ENTRIES) : '',
    findings: [
      ...findings.slice(0, MOST_FINDINGS).map(({ text, url }) => ({ text: cleanLine(text), url })),
      ...(rest > 0
        ? [{ text: words.moreFound(rest), url: `${baseUrl}/admin/issues/${issue.id}/check` }]
        : []),
    ],
    foundTitle: findings.length === 0 ? words.nothingFound : words.found(findings.length),
  }
}

/** "Tuesday 1 August 2023 at 09:00"; English without a country is written as in most of the world. */
function dayAndTime(at: Date, locale: string, timeZone: string): string {
  const known = knownLocale(locale)
  return new Intl.DateTimeFormat(known === 'en' ? 'en-GB' : known, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  }).format(at)
}
