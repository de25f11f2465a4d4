import { html, raw } from 'hono/html'
import { type Account, ROLES, type Role } from '../../../../domain/account.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { settingsTabs } from '../settings/tabs.ts'
import { timeText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type AccessWords, accessWords } from './words.ts'

export interface PeoplePageProps {
  site: Site
  csrf: string
  people: Account[]
  /** Who looks. */
  accountId: number
  form?: { email: string; name: string; role: string }
  problems?: FieldProblem[]
  notice?: string | undefined
}

export const nameOf = (person: Account, words: AccessWords) =>
  person.name || person.email || words.roles[person.role]

/** Who may come in, and an invitation for one more. */
export function peoplePage(props: PeoplePageProps): Html {
  const { site, csrf, people, problems = [], notice } = props
  const { locale } = site.publication
  const words = accessWords(locale)
  return roomPage({
    site,
    title: words.people,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<h1>${words.people}</h1>
${settingsTabs('people', locale, site.viewer)}
<p class="lead">${words.peopleText}</p>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<ul class="rows-list people">${people.map((person) => personRow(person, props, words))}</ul>
${inviteForm(props, words)}`,
  })
}

function personRow(person: Account, props: PeoplePageProps, words: AccessWords): Html {
  const { site, csrf, accountId } = props
  const { locale, timeZone } = site.publication
  const name = nameOf(person, words)
  const path = `/admin/people/${person.id}`
  const isHere = person.lastLoginAt !== null
  const seen = person.lastLoginAt
    ? words.lastHere(timeText(person.lastLoginAt, locale, timeZone))
    : words.invited
  return html`<li><div class="what"><strong>${name}</strong>${person.id === accountId ? html` <span class="tag">${words.you}</span>` : ''}
<span class="muted">${person.email !== null && person.email !== name ? html`${person.email} · ` : ''}${seen}</span></div>
<form class="role" method="post" action="${path}/role">${csrfField(csrf)}<label class="unseen" for="role-${person.id}">${words.roleOf(name)}</label>
<select id="role-${person.id}" name="role">${[...ROLES].reverse().map((role) => html`<option value="${role}"${raw(role === person.role ? ' selected' : '')}>${words.roles[role]}</option>`)}</select>
<button class="quiet" type="submit" aria-label="${words.saveRoleOf(name)}">${words.saveRole}</button></form>
<div class="acts near">${isHere || person.email === null ? '' : html`<form method="post" action="${path}/invite">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.inviteAgainNamed(name)}">${words.inviteAgain}</button></form>`}<a class="quiet" href="${path}/remove" aria-label="${words.removeNamed(name)}">${words.remove}…</a></div></li>`
}

function inviteForm(
  { site, csrf, form, problems = [] }: PeoplePageProps,
  words: AccessWords,
): Html {
  const chosen = form?.role ?? 'editor'
  const problem = problems.find(({ field }) => field === 'role')?.message
  const choice = (role: Role) =>
    html`<label class="choice"><input type="radio" name="role" value="${role}"${raw(role === chosen ? ' checked' : '')}> <span>${words.roles[role]} <span class="hint">${words.roleHints[role]}</span></span></label>`
  return html`<section class="part invite" aria-labelledby="invite"><h2 id="invite">${words.inviteTitle}</h2>
<form method="post" action="/admin/people">${csrfField(csrf)}
${textField({
  name: 'email',
  label: roomWords(site.publication.locale).email,
  value: form?.email ?? '',
  type: 'email',
  hint: words.inviteEmailHint,
  problems,
  attributes: 'autocomplete="off" required maxlength="254"',
})}
${textField({
  name: 'name',
  label: words.name,
  value: form?.name ?? '',
  hint: words.nameHint,
  problems,
  attributes: 'autocomplete="off" maxlength="100"',
})}
<fieldset id="role"><legend>${words.role}</legend>${problem ? html`<p class="error">${problem}</p>` : ''}${ROLES.map(choice)}</fieldset>
<div class="acts"><button type="submit">${words.invite}</button></div></form></section>`
}

/** Asks before somebody is taken out. */
export function removePersonPage(props: { site: Site; csrf: string; person: Account }): Html {
  const { site, csrf, person } = props
  const words = accessWords(site.publication.locale)
  const title = words.removeTitle(nameOf(person, words))
  return roomPage({
    site,
    title,
    csrf,
    current: 'settings',
    main: html`<h1>${title}</h1>
<p class="lead">${words.removeText}</p>
<form class="acts" method="post" action="/admin/people/${person.id}/remove">${csrfField(csrf)}<button type="submit">${words.removeSure}</button><a class="quiet" href="/admin/people">${words.keep}</a></form>`,
  })
}
