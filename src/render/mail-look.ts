import type { Publication } from '../domain/issue.ts'
import { DEFAULT_ACCENT, darkAccent, type Logo, logoPath, mailLogoPath } from '../domain/look.ts'

/** The dark blue of our own mails and its counterpart on a dark ground. */
const DEFAULT_DARK_ACCENT = '#8ab8f0'
/** As high and wide as on the pages, in pixels. */
const MAX_HEIGHT = 56
const MAX_WIDTH = 256

interface MailPicture {
  src: string
  width: number
  height: number
}

/** What the templates take of a look. Liquid knows no null: without a logo it is an empty text. */
export interface MailLook {
  accent: string
  /** Also the ground of buttons, whose letters are as dark as the ground of the mail. */
  darkAccent: string
  logo: '' | (MailPicture & { href: string; alt: string; dark: '' | MailPicture })
}

/**
 * Colour and logo of the pages, for mails. An accent is stored only with the contrast that text
 * needs on the tinted ground of pages; the grounds of mails, #ffffff and #161616, give it more.
 *
 * `home`: address of the site, with a slash at its end.
 */
export function mailLook({ name, look }: Publication, home: string): MailLook {
  const accent = look?.accent ?? null
  const logo = look?.logo
  return {
    accent: accent ?? DEFAULT_ACCENT,
    darkAccent: accent === null ? DEFAULT_DARK_ACCENT : darkAccent(accent),
    logo: logo
      ? {
          ...pictureOf(logo, home),
          href: home,
          alt: name,
          dark: look.darkLogo ? pictureOf(look.darkLogo, home) : '',
        }
      : '',
  }
}

/** Half the pixels of the file, for screens of fine pixels. */
function pictureOf(logo: Logo, home: string): MailPicture {
  // Outlook for Windows shows no WebP; logos from before there were PNGs have nothing else.
  const path = logo.png === undefined ? logoPath(logo) : mailLogoPath(logo.png)
  const scale = Math.min(1 / 2, MAX_HEIGHT / logo.height, MAX_WIDTH / logo.width)
  const [width, height] = [logo.width, logo.height].map((side) => Math.round(side * scale)) as [
    number,
    number,
  ]
  return { src: new URL(path, home).href, width, height }
}
