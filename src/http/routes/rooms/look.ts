import { isColour } from '../../../domain/colour.ts'
import type { Publication } from '../../../domain/issue.ts'
import {
  accentContrast,
  DEFAULT_ACCENT,
  darkAccent,
  LEAST_CONTRAST,
  LOOK_FONTS,
  LOOK_WIDTHS,
  type LogoField,
} from '../../../domain/look.ts'
import { lookSheet } from '../../../domain/look-sheet.ts'
import type { FieldProblem } from '../../../errors.ts'
import { contentsOf, renderIssueContent } from '../../../render/render-page.ts'
import { findPublishedIssues } from '../../../store/issues.ts'
import { cleanField, type Form } from '../../form.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { homePage } from '../../views/home.ts'
import { issuePage } from '../../views/issue.ts'
import {
  aboutSettingsPage,
  type LookForm,
  type LookPageProps,
  lookPage,
} from '../../views/rooms/settings/look.ts'
import { lookWords, ratioText } from '../../views/rooms/settings/look-words.ts'
import { settingsWords } from '../../views/rooms/settings/words.ts'
import { PALETTES } from '../../views/styles.ts'
import type { RoomParts } from './parts.ts'

const PATH = '/admin/settings/look'
/** A page of the site in a frame of the room: it shows itself and can do nothing. */
const SAMPLE_CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; sandbox allow-same-origin; frame-ancestors 'self'"
const MAX_ABOUT = 100_000

/** The look of the public pages, with a sample of what is chosen. */
export function lookRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { lookDesk, db } = services

  async function show(c: RoomContext, more: Partial<LookPageProps> = {}) {
    const about = await site()
    const { look, css } = await lookDesk.read()
    const { accent, font, width, logo, darkLogo } = look
    const notice =
      c.req.query('saved') === 'yes' ? settingsWords(about.publication.locale).saved : undefined
    const page = lookPage({
      site: about,
      csrf: loginOf(c).csrf,
      notice,
      form: { accent: accent ?? DEFAULT_ACCENT, font, width, css },
      logo,
      darkLogo,
      canHaveLogo: lookDesk.canHaveLogo,
      ...more,
    })
    return c.html(page, more.problems ? 422 : 200)
  }

  return newRoomRouter()
    .get('/', (c) => show(c))
    .post('/', async (c) => {
      const fields = c.get('form')
      const form: LookForm = {
        ...chosen((name) => fields.get(name)),
        accent: fields.get('accent').slice(0, 40),
        css: fields.get('css').replaceAll('\0', '').toWellFormed(),
      }
      if (fields.get('act') === 'show') return show(c, { form })
      const found = await lookDesk.save({
        ...form,
        logo: await logoIn(fields, 'logo'),
        darkLogo: await logoIn(fields, 'dark_logo'),
      })
      if (found.length === 0) return c.redirect(`${PATH}?saved=yes`, 303)
      const words = lookWords((await site()).publication.locale)
      const problems: FieldProblem[] = found.map((problem) => ({
        field: problem.field,
        message: words.problem(problem),
      }))
      return show(c, { form, problems })
    })
    .get('/sample', async (c) => {
      const query = new URLSearchParams({
        ...chosen((name) => c.req.query(name) ?? ''),
        scheme: schemeOf(c),
      })
      const own = await site()
      const publication = inScheme(own.publication, schemeOf(c))
      const about = { ...own, publication, sheet: `${PATH}/sample.css?${query}` }
      c.header('content-security-policy', SAMPLE_CSP)
      const [issue] = await findPublishedIssues(db, { limit: 1, withEntries: true })
      if (!issue) return c.html(homePage({ site: about, latest: null, recent: [] }))
      const document = await services.documentOf(issue)
      return c.html(
        issuePage({
          site: about,
          issue,
          contentHtml: renderIssueContent(document),
          contents: contentsOf(document),
          previous: null,
          next: null,
          isPreview: true,
        }),
      )
    })
    .get('/sample.css', async (c) => {
      const look = chosen((name) => c.req.query(name) ?? '')
      const { locale } = (await site()).publication
      const ratio = accentContrast(look.accent)
      // While one types, the script adds what is typed in place of the own rules that are stored.
      const own = c.req.query('own') === 'no' ? '' : (await lookDesk.read()).css
      const css = [lookSheet(look, ''), schemeRules(schemeOf(c), look.accent), own]
      return c.body(css.join('\n'), 200, {
        'content-type': 'text/css; charset=utf-8',
        'linkletter-contrast': ratioText(locale, ratio),
        'linkletter-readable': ratio < LEAST_CONTRAST ? 'no' : 'yes',
      })
    })
}

/** A new picture, null when the one that is there is to go, else undefined. */
async function logoIn(form: Form, name: LogoField): Promise<Uint8Array | null | undefined> {
  const file = form.files.get(name)
  if (file && file.size > 0) return new Uint8Array(await file.arrayBuffer())
  return form.get(`remove_${name}`) === 'yes' ? null : undefined
}

const schemeOf = (c: RoomContext) => (c.req.query('scheme') === 'dark' ? 'dark' : 'light')

/** With the logo of one scheme, whatever the browser is set to. */
function inScheme(publication: Publication, scheme: 'light' | 'dark'): Publication {
  const { look } = publication
  if (!look?.darkLogo) return publication
  const logo = scheme === 'dark' ? look.darkLogo : look.logo
  return { ...publication, look: { ...look, logo, darkLogo: null } }
}

/** One scheme, whatever the browser is set to. */
function schemeRules(scheme: 'light' | 'dark', accent: string): string {
  const shade =
    accent === DEFAULT_ACCENT ? '' : `--accent:${scheme === 'dark' ? darkAccent(accent) : accent}`
  return `:root{color-scheme:${scheme};${PALETTES[scheme]}${shade}}`
}

/** What of a look is chosen from a list; anything else is as it comes. */
function chosen(get: (name: string) => string): Pick<LookForm, 'accent' | 'font' | 'width'> {
  const accent = get('accent').trim().toLowerCase()
  return {
    accent: isColour(accent) ? accent : DEFAULT_ACCENT,
    font: LOOK_FONTS.find((font) => font === get('font')) ?? 'serif',
    width: LOOK_WIDTHS.find((width) => width === get('width')) ?? 'normal',
  }
}

/** What is said about the publication. */
export function aboutRoutes({ services, site }: RoomParts) {
  const { lookDesk } = services
  return newRoomRouter()
    .get('/', async (c) => {
      const about = await site()
      const words = settingsWords(about.publication.locale)
      return c.html(
        aboutSettingsPage({
          site: about,
          csrf: loginOf(c).csrf,
          text: await lookDesk.readAbout(),
          notice: c.req.query('saved') === 'yes' ? words.saved : undefined,
        }),
      )
    })
    .post('/', async (c) => {
      await lookDesk.saveAbout(cleanField(c.get('form').get('text'), MAX_ABOUT))
      return c.redirect('/admin/settings/about?saved=yes', 303)
    })
}
