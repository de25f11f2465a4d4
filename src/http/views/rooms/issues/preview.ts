import { html, raw } from 'hono/html'
import type { Issue } from '../../../../domain/issue.ts'
import { monthName } from '../../../../domain/month.ts'
import type { RenderedMail } from '../../../../render/rendered-issue.ts'
import type { Html, Site } from '../../layout.ts'
import { roomPage } from '../layout.ts'
import { sizeGauge } from './size-gauge.ts'
import { issuesWords } from './words.ts'

export const PREVIEWS = ['mail', 'dark', 'inverted', 'text', 'page', 'markdown'] as const
export type Preview = (typeof PREVIEWS)[number]
export const WIDTHS = [375, 600] as const

export interface PreviewPageProps {
  site: Site
  csrf: string
  issue: Issue
  mail: RenderedMail
  /** Of the mail as it would be sent now. */
  hash: string
  sender: string
  kind: Preview
  width: (typeof WIDTHS)[number]
  /** The text of what is no page. */
  plain: string
}

/** The issue as readers get it. */
export function previewPage(props: PreviewPageProps): Html {
  const { site, csrf, issue, mail, kind, width, plain } = props
  const { locale } = site.publication
  const words = issuesWords(locale)
  const month = monthName(issue.month, locale, { year: true })
  const path = `/admin/issues/${issue.id}`
  const isText = kind === 'text' || kind === 'markdown'
  const isMail = kind !== 'page' && kind !== 'markdown'
  return roomPage({
    site,
    title: `${words.previewOf}: ${month}`,
    csrf,
    current: 'issues',
    main: html`<div class="with-key"><h1>${words.previewOf}: ${month}</h1>${sizeGauge(mail.htmlBytes, words)}</div>
<p><a href="${path}">${words.back}</a></p>
<nav class="tabs" aria-label="${words.previewOf}"><ul>${PREVIEWS.map(
      (name, index) =>
        html`<li><a href="${path}/preview?as=${name}&amp;width=${width}" data-key="${index + 1}"${raw(name === kind ? ' aria-current="page"' : '')}>${words.previews[name]}</a></li>\n`,
    )}</ul></nav>
${
  isMail
    ? html`<dl class="inbox-line"><dt>${words.inboxLine}</dt><dd><strong>${props.sender}</strong> ${mail.subject} <span class="muted">${mail.preheader}</span></dd><dt>${words.hash}</dt><dd><code>${props.hash}</code></dd></dl>`
    : ''
}
${mail.warnings.length > 0 && isMail ? html`<ul class="error">${mail.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>` : ''}
${
  isMail && !isText
    ? html`<p class="narrow">${WIDTHS.map((each) => html`<a href="${path}/preview?as=${kind}&amp;width=${each}"${raw(each === width ? ' aria-current="true"' : '')}>${each} px</a> `)}</p>`
    : ''
}
${
  isText
    ? html`<pre class="as-text" tabindex="0">${plain}</pre>`
    : html`<div class="frame ${kind}${kind === 'page' ? '' : ` narrow-${width}`}"><iframe src="${path}/render?as=${kind === 'page' ? 'page' : 'mail'}" title="${words.previews[kind]}" sandbox="" loading="eager"></iframe></div>`
}`,
  })
}
