import { html, raw } from 'hono/html'
import type { Html } from '../../layout.ts'
import { SETTINGS_PAGES, type SettingsPage, settingsWords } from './words.ts'

const PATHS: Record<SettingsPage, string> = {
  publication: '/admin/settings',
  sections: '/admin/settings/sections',
  schedule: '/admin/settings/schedule',
  mail: '/admin/settings/mail',
  saving: '/admin/settings/saving',
  access: '/admin/settings/access',
  tokens: '/admin/tokens',
  jobs: '/admin/jobs',
}

/** The pages of the settings, on each of them. */
export function settingsTabs(current: SettingsPage, locale: string): Html {
  const words = settingsWords(locale)
  return html`<nav class="tabs many" aria-label="${words.title}"><ul>${SETTINGS_PAGES.map(
    (page) =>
      html`<li><a href="${PATHS[page]}"${raw(page === current ? ' aria-current="page"' : '')}>${words.pages[page]}</a></li>\n`,
  )}</ul></nav>`
}
