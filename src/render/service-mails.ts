import type { Publication } from '../domain/issue.ts'
import { cleanLine, cleanText } from './clean-text.ts'
import { directionOf, knownLocale } from './locale.ts'
import { mailLook } from './mail-look.ts'
import { webUrl } from './safe-url.ts'
import { compileMjml, type Templates } from './templates.ts'
import { mailWords } from './words.ts'
import { wrap } from './wrap.ts'

interface Common {
  publication: Publication
  homeUrl: string
}

/**
 * Mails that answer an act of one person. None of them repeats what a stranger typed (a name, a
 * message), because the subscribe form would then send anybody's text to anybody.
 */
export interface ServiceMailData {
  /** Asks a new subscriber to confirm. */
  confirm: Common & { confirmUrl: string }
  /** `readUrl` is the latest issue, or the archive while there is none. */
  welcome: Common & {
    readUrl: string
    hasIssue: boolean
    unsubscribeUrl: string
    preferencesUrl: string
  }
  goodbye: Common & { returnUrl: string }
  /** To a new address: asks its reader to confirm it. */
  address: Common & { confirmUrl: string }
  /** To the old address: tells that mails go elsewhere. */
  moved: Common & { putBackUrl: string }
  /** The link that shows and deletes what is kept of a reader. */
  data: Common & { dataUrl: string }
  /** To the owner; `minutes` is how long the link works. */
  login: Common & { loginUrl: string; minutes: number }
  /** To somebody whom an owner lets in. */
  invite: Common & { inviteUrl: string }
  /** To the owner: shows that mail arrives. */
  test: Common & { roomUrl: string }
  /** To the owner: how many responses wait to be read. */
  responses: Common & { reviewUrl: string; count: number }
}
export type ServiceMailName = keyof ServiceMailData

export interface ServiceMail {
  subject: string
  html: string
  text: string
}

export function createRenderServiceMail({ templates }: { templates: Templates }) {
  return async function renderServiceMail<N extends ServiceMailName>(
    name: N,
    data: ServiceMailData[N],
  ): Promise<ServiceMail> {
    const lang = knownLocale(data.publication.locale)
    const dir = directionOf(lang)
    const publication = cleanLine(data.publication.name, 120)
    const words = mailWords(lang)
    const own = words[name]
    const subject = own.subject(publication)
    const count = 'count' in data ? data.count : 0
    const minutes = 'minutes' in data ? data.minutes : count
    const values = {
      ...checkedUrls(data),
      lang,
      dir,
      align: dir === 'rtl' ? 'right' : 'left',
      publication,
      look: mailLook({ ...data.publication, name: publication }, data.homeUrl),
      title: subject,
      preheader: own.preheader,
      sentence: own.text(publication, minutes),
      button: 'hasIssue' in data && data.hasIssue ? words.readLatest : own.button,
      after: name === 'confirm' ? words.confirm.after : '',
      words,
    }
    const plain = await templates.text(name, values)
    return {
      subject,
      html: await compileMjml(await templates.mjml(name, values)),
      text: `${wrap(cleanText(plain).trim(), 72).join('\n')}\n`,
    }
  }
}

/** Addresses in a service mail are made by us; anything else is a fault in the caller. */
function checkedUrls(data: object): Record<string, string> {
  const entries = Object.entries(data).filter(([key]) => key.endsWith('Url'))
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const url = webUrl(String(value))
      if (url === null) throw new TypeError(`${key} is not a web address.`)
      return [key, url]
    }),
  )
}
