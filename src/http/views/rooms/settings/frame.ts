import { html } from 'hono/html'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { problemSummary, roomPage } from '../layout.ts'
import type { RoomAsset } from '../room-asset.ts'
import { roomWords } from '../words.ts'
import { settingsTabs } from './tabs.ts'
import { type SettingsPage, settingsWords } from './words.ts'

export interface SettingsFrame {
  site: Site
  csrf: string
  problems?: FieldProblem[]
  /** What was done last, in a sentence. */
  notice?: string | undefined
  scripts?: RoomAsset[]
}

/** One page of the settings: their tabs, what was wrong or done, and the page's own part. */
export function settingsFrame(props: SettingsFrame, page: SettingsPage, main: Html): Html {
  const { site, csrf, problems = [], notice, scripts = [] } = props
  const { locale } = site.publication
  const words = settingsWords(locale)
  return roomPage({
    site,
    title: `${words.pages[page]} · ${words.title}`,
    csrf,
    current: 'settings',
    scripts,
    hasError: problems.length > 0,
    main: html`<h1>${words.title}</h1>
${settingsTabs(page, locale, site.viewer)}
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${main}`,
  })
}
