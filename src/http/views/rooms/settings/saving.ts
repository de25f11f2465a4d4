import { html } from 'hono/html'
import type { Hook } from '../../../../store/hooks.ts'
import { bookmarklet } from '../../../bookmarklet.ts'
import { qrCode } from '../../../qr-code.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, textField } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { type RoomWords, roomWords } from '../words.ts'
import { type SettingsFrame, settingsFrame } from './frame.ts'
import { type SavingWords, savingWords } from './saving-words.ts'

export interface SavingPageProps extends SettingsFrame {
  /** Secret addresses that mail is posted to. */
  hooks: Hook[]
  /** The address that was just made; it cannot be shown again. */
  made?: { name: string; url: string } | undefined
  /** As it was typed. */
  name?: string
}

const SAVING_PATH = '/admin/settings/saving'

/** Every way to save a link: browser, phone, mail, other tools, programs. */
export function savingPage(props: SavingPageProps): Html {
  const { locale } = props.site.publication
  const words = roomWords(locale)
  const own = savingWords(locale)
  return settingsFrame(
    props,
    'saving',
    html`<p class="lead">${own.lead}</p>
${fromBrowser(props.site, words)}
${fromPhone(props.site, words, own)}
${mayEnter(props.site.viewer, `${SAVING_PATH}/mail`, 'POST') ? ownersWays(props, words, own) : ''}`,
  )
}

/** What lets others in, or everything at once. */
function ownersWays(props: SavingPageProps, words: RoomWords, own: SavingWords): Html {
  return html`${byMail(props, own)}
<section class="part" aria-labelledby="elsewhere">
<h2 id="elsewhere">${words.fromElsewhere}</h2>
<p>${words.fromElsewhereText}</p>
<p class="onward"><a href="/admin/import">${words.transferTitle}</a></p>
</section>
<section class="part" aria-labelledby="programs">
<h2 id="programs">${words.fromPrograms}</h2>
<p>${words.fromProgramsText}</p>
<p class="onward"><a href="/admin/tokens">${words.tokens}</a></p>
</section>`
}

export function fromBrowser(site: Site, words: RoomWords): Html {
  const code = bookmarklet(site.baseUrl)
  return html`<section class="part" aria-labelledby="browser">
<h2 id="browser">${words.fromBrowser}</h2>
<p>${words.bookmarkletText}</p>
<p><a class="bookmarklet" href="${code}" data-hint="${words.doNotClick}">${words.bookmarkletName}</a></p>
<p class="error" id="bookmarklet-status" role="status"></p>
<ol class="steps">${words.bookmarkletSteps.map((step) => html`<li>${step}</li>`)}</ol>
<details><summary>${words.bookmarkletPhone}</summary>
<textarea class="code" rows="5" readonly data-select aria-label="${words.bookmarkletName}">
${code}</textarea>
</details>
</section>`
}

function fromPhone({ baseUrl, publication }: Site, words: RoomWords, own: SavingWords): Html {
  const address = `${baseUrl}${SAVING_PATH}`
  return html`<section class="part" aria-labelledby="phone">
<h2 id="phone">${words.fromPhone}</h2>
<div class="with-qr">${qrCode(address, own.qrLabel)}
<div>${isThisMachine(baseUrl) ? html`<p class="error">${own.unreachable(baseUrl)}</p>` : html`<p>${own.scan(address)}</p>`}
<p>${words.androidText(publication.name)}</p></div></div>
<details><summary>${words.iphoneTitle}</summary>
<p>${words.iphoneText}</p>
<ol class="steps">${words.iphoneSteps(`${baseUrl}/api/v1/links`).map((step) => html`<li>${step}</li>`)}</ol>
</details>
</section>`
}

function isThisMachine(baseUrl: string): boolean {
  const { hostname } = new URL(baseUrl)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}

function byMail(props: SavingPageProps, own: SavingWords): Html {
  const { site, csrf, hooks, made, name = '', problems = [] } = props
  const { locale, timeZone } = site.publication
  return html`<section class="part" aria-labelledby="mail">
<h2 id="mail">${own.byMail}</h2>
<p>${own.byMailText}</p>
${
  made
    ? html`<div class="notice" role="status"><p><strong>${own.made}</strong> ${own.madeText}</p>
<div class="field"><label for="made">${own.madeLabel}</label><textarea class="code" id="made" rows="3" readonly data-select autofocus>
${made.url}</textarea></div></div>`
    : ''
}
${
  hooks.length === 0
    ? ''
    : html`<ul class="rows-list" aria-label="${own.addresses}">${hooks.map(
        (hook) =>
          html`<li><p class="what"><strong>${hook.name}</strong><span class="muted"><code>${hook.prefix}…</code> ${hook.lastUsedAt ? own.lastUsed(timeText(hook.lastUsedAt, locale, timeZone)) : own.neverUsed}</span></p>
<form method="post" action="${SAVING_PATH}/mail/${hook.id}/remove">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${own.removeNamed(hook.name)}">${own.remove}</button></form></li>`,
      )}</ul>`
}
<p class="muted">${own.byMailHow}</p>
<form class="inline" method="post" action="${SAVING_PATH}/mail">${csrfField(csrf)}
${textField({ name: 'name', label: own.name, hint: own.nameHint, value: name, problems, attributes: 'maxlength="100" autocomplete="off"' })}
<button class="quiet" type="submit">${own.make}</button></form>
</section>`
}
