import { contrast, mixTo } from './colour.ts'

/** How the public pages look, beside what is the same for all publications. */
export interface Look {
  /** `#rrggbb` on light paper; null is our own blue. */
  accent: string | null
  font: LookFont
  width: LookWidth
  logo: Logo | null
  /** Stands in its place where pages are dark. Never without `logo`. */
  darkLogo: Logo | null
  /** Names the stylesheet that is made of all this; null when there is nothing to add to ours. */
  sheet: string | null
  /** Something is written at /about. */
  hasAbout: boolean
}

export const LOOK_FONTS = ['serif', 'sans', 'mono'] as const
export type LookFont = (typeof LOOK_FONTS)[number]
export const LOOK_WIDTHS = ['narrow', 'normal', 'wide'] as const
export type LookWidth = (typeof LOOK_WIDTHS)[number]

/** A picture in the head of each page; the bytes are in `site_file`. */
export interface Logo {
  hash: string
  type: LogoType
  /** Pixels. */
  width: number
  height: number
  /** Hash of the same picture as PNG, for mails; logos from before mails had one lack it. */
  png?: string
}
export type LogoType = 'image/webp' | 'image/png'
export type SiteFileType = LogoType | 'text/css'

/** What is named by its content and served for ever. */
export interface SiteFile {
  hash: string
  type: SiteFileType
  bytes: Uint8Array
}

/** What was made of an uploaded picture, or why nothing was. */
export type MakeLogo = (
  bytes: Uint8Array,
) => Promise<{ logo: Logo; files: SiteFile[] } | { problem: 'kind' | 'size' | 'broken' }>

/** A logo for light pages and one that stands in its place on dark ones. */
export const LOGO_FIELDS = ['logo', 'dark_logo'] as const
export type LogoField = (typeof LOGO_FIELDS)[number]

export const DEFAULT_LOOK: Look = {
  accent: null,
  font: 'serif',
  width: 'normal',
  logo: null,
  darkLogo: null,
  sheet: null,
  hasAbout: false,
}

export const DEFAULT_ACCENT = '#0b57a4'
/** The tinted grounds of light and dark pages: on plain paper contrast is a little higher. */
const LIGHT_GROUND = '#f6f5f2'
const DARK_GROUND = '#1f1e1d'
/** WCAG 2.2 AA for text. */
export const LEAST_CONTRAST = 4.5
/** Links are read, so the derived shade has more than the least. */
const DARK_CONTRAST = 7

/** Contrast of an accent on the ground of light pages. */
export function accentContrast(accent: string): number {
  return contrast(accent, LIGHT_GROUND)
}

/** The shade of an accent for dark pages. */
export function darkAccent(accent: string): string {
  return mixTo(accent, '#ffffff', DARK_GROUND, DARK_CONTRAST)
}

/** The nearest shade that can be read on light pages. */
export function darkenToRead(accent: string): string {
  return mixTo(accent, '#000000', LIGHT_GROUND, LEAST_CONTRAST)
}

/** Paths say the content's hash, so that browsers may keep each file for ever. */
export const sheetPath = (hash: string) => `/assets/look.${hash}.css`
export const logoPath = ({ hash, type }: Pick<Logo, 'hash' | 'type'>) =>
  `/assets/logo.${hash}.${type === 'image/png' ? 'png' : 'webp'}`
export const mailLogoPath = (hash: string) => logoPath({ hash, type: 'image/png' })
