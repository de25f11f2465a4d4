import type { LookProblem } from '../../../../desks/look-desk.ts'
import type { LogoField, LookFont, LookWidth } from '../../../../domain/look.ts'
import { MAX_OWN_CSS } from '../../../../domain/look-sheet.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of the settings' pages about the look, and about the publication. */
export interface LookWords {
  lead: string
  accent: string
  accentHint: string
  contrast: (ratio: string) => string
  font: string
  fonts: Record<LookFont, string>
  width: string
  widths: Record<LookWidth, string>
  logos: Record<LogoField, { label: string; hint: string; remove: string }>
  noLogo: string
  css: string
  cssHint: string
  show: string
  sample: string
  light: string
  dark: string
  sampleHint: string
  problem: (problem: LookProblem) => string
  about: { lead: string; text: string; hint: string; read: string }
}

const one = (locale: string, ratio: number) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(
    // A ratio that is refused must not be shown as the one that is asked for.
    Math.floor(ratio * 10) / 10,
  )

const en: LookWords = {
  lead: 'How the public pages look. Mails take the accent and the logo; these rooms stay as they are.',
  accent: 'Accent',
  accentHint: 'Of links and buttons. Dark pages get a lighter shade of it.',
  contrast: (ratio) => `${ratio} : 1 on the page; 4.5 : 1 is the least.`,
  font: 'Letters',
  fonts: { serif: 'With serifs', sans: 'Without serifs', mono: 'Of one width' },
  width: 'Width of the text',
  widths: { narrow: 'Narrow', normal: 'Normal', wide: 'Wide' },
  logos: {
    logo: {
      label: 'Logo',
      hint: 'PNG, JPEG, WebP or SVG of at most 512 KB, in place of the name in the head of each page, and at the top of mails.',
      remove: 'Remove the logo',
    },
    dark_logo: {
      label: 'Logo for dark pages',
      hint: 'Stands in place of the other where pages and mails are dark. Without it the other is there too.',
      remove: 'Remove the logo for dark pages',
    },
  },
  noLogo: 'There is no logo where this server runs.',
  css: 'CSS of your own',
  cssHint:
    'Comes after ours. Pages load nothing from other sites, so @import and addresses elsewhere are refused.',
  show: 'Show it',
  sample: 'A sample',
  light: 'On light pages',
  dark: 'On dark pages',
  sampleHint: 'Nothing is changed for readers until you save.',
  problem(problem) {
    if (problem.field === 'accent')
      return problem.reason === 'unread'
        ? 'That is no colour. Write it like #0b57a4.'
        : `This colour has ${one('en', problem.ratio)} : 1 on the page; text needs 4.5 : 1. The nearest that can be read is ${problem.nearest}.`
    return {
      long: `This CSS is too long. Keep it below ${MAX_OWN_CSS.toLocaleString('en')} characters.`,
      import: 'Take out @import: pages load nothing from other sites. Copy the rules in here.',
      elsewhere:
        'Take out the address of another site: pages load nothing from there. Addresses like /images/… are fine.',
      kind: 'This is no PNG, JPEG, WebP or SVG. Choose another file.',
      size: 'This picture is too large. Choose one of at most 512 KB.',
      broken: 'This picture cannot be opened. Save it anew in a drawing program and try again.',
      nowhere: 'Pictures cannot be opened where this server runs.',
      alone: 'Choose the logo for light pages as well: this one only stands in its place.',
    }[problem.reason]
  },
  about: {
    lead: 'What readers should know of you and this publication. It gets a page and a place in the navigation as soon as something is written.',
    text: 'About',
    hint: 'In Markdown, as your notes are.',
    read: 'Read the page',
  },
}

const de: LookWords = {
  lead: 'Wie die öffentlichen Seiten aussehen. Mails nehmen Akzent und Logo; diese Räume bleiben, wie sie sind.',
  accent: 'Akzent',
  accentHint: 'Für Links und Knöpfe. Dunkle Seiten bekommen einen helleren Ton davon.',
  contrast: (ratio) => `${ratio} : 1 auf der Seite; 4,5 : 1 ist das Mindeste.`,
  font: 'Schrift',
  fonts: { serif: 'Mit Serifen', sans: 'Ohne Serifen', mono: 'Gleich breite Zeichen' },
  width: 'Breite des Textes',
  widths: { narrow: 'Schmal', normal: 'Mittel', wide: 'Breit' },
  logos: {
    logo: {
      label: 'Logo',
      hint: 'PNG, JPEG, WebP oder SVG bis 512 KB, anstelle des Namens im Kopf jeder Seite und am Anfang der Mails.',
      remove: 'Logo entfernen',
    },
    dark_logo: {
      label: 'Logo für dunkle Seiten',
      hint: 'Steht anstelle des anderen, wo Seiten und Mails dunkel sind. Ohne es steht dort das andere.',
      remove: 'Logo für dunkle Seiten entfernen',
    },
  },
  noLogo: 'Wo dieser Server läuft, gibt es kein Logo.',
  css: 'Eigenes CSS',
  cssHint:
    'Steht nach unserem. Seiten laden nichts von anderen Seiten, darum werden @import und fremde Adressen abgelehnt.',
  show: 'Ansehen',
  sample: 'Eine Probe',
  light: 'Auf hellen Seiten',
  dark: 'Auf dunklen Seiten',
  sampleHint: 'Für Leser ändert sich nichts, bis Sie speichern.',
  problem(problem) {
    if (problem.field === 'accent')
      return problem.reason === 'unread'
        ? 'Das ist keine Farbe. Schreiben Sie sie wie #0b57a4.'
        : `Diese Farbe hat ${one('de', problem.ratio)} : 1 auf der Seite; Text braucht 4,5 : 1. Am nächsten liegt ${problem.nearest}, das ist lesbar.`
    return {
      long: `Dieses CSS ist zu lang. Bleiben Sie unter ${MAX_OWN_CSS.toLocaleString('de')} Zeichen.`,
      import:
        'Nehmen Sie @import heraus: Seiten laden nichts von anderen. Kopieren Sie die Regeln hierher.',
      elsewhere:
        'Nehmen Sie die Adresse einer anderen Seite heraus: von dort wird nichts geladen. Adressen wie /images/… sind gut.',
      kind: 'Das ist kein PNG, JPEG, WebP oder SVG. Wählen Sie eine andere Datei.',
      size: 'Dieses Bild ist zu groß. Wählen Sie eines bis 512 KB.',
      broken:
        'Dieses Bild lässt sich nicht öffnen. Speichern Sie es in einem Malprogramm neu und versuchen Sie es noch einmal.',
      nowhere: 'Wo dieser Server läuft, lassen sich keine Bilder öffnen.',
      alone: 'Wählen Sie auch das Logo für helle Seiten: dieses steht nur an seiner Stelle.',
    }[problem.reason]
  },
  about: {
    lead: 'Was Leser über Sie und diese Veröffentlichung wissen sollen. Sobald etwas dasteht, bekommt es eine Seite und einen Platz in der Navigation.',
    text: 'Über',
    hint: 'In Markdown, wie Ihre Notizen.',
    read: 'Die Seite lesen',
  },
}

export function lookWords(locale: string): LookWords {
  return pickWords({ en, de }, locale)
}

export const ratioText = (locale: string, ratio: number) => one(locale, ratio)
