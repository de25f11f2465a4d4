import { html, raw } from 'hono/html'
import type { Role } from '../../../../domain/account.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html } from '../../layout.ts'
import { SETTINGS_PAGES, type SettingsPage, settingsWords } from './words.ts'

const PATHS: Record<SettingsPage, string> = {
  publication: '/admin/settings',
  sections: '/admin/settings/sections',
  look: '/admin/settings/look',
  about: '/admin/settings/about',
  schedule: '/admin/settings/schedule',
  mail: '/admin/settings/mail',
  saving: '/admin/settings/saving',
  numbers: '/admin/settings/numbers',
  responses: '/admin/settings/responses',
  access: '/admin/settings/access',
  people: '/admin/people',
  tokens: '/admin/tokens',
  webhooks: '/admin/settings/webhooks',
  jobs: '/admin/jobs',
}

/** The pages of the settings, on each of them; who may open only one is shown none. */
export function settingsTabs(current: SettingsPage, locale: string, viewer?: Role): Html {
  const words = settingsWords(locale)
  const pages = SETTINGS_PAGES.filter((page) => mayEnter(viewer, PATHS[page]))
  if (pages.length < 2) return html``
  return html`<nav class="tabs many" aria-label="${words.title}"><ul>${pages.map(
    (page) =>
      html`<li><a href="${PATHS[page]}"${raw(page === current ? ' aria-current="page"' : '')}>${words.pages[page]}</a></li>\n`,
  )}</ul></nav>`
}
