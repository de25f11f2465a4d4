import { pickWords } from '../../render/locale.ts'

/** Words of the pages where things are found again. */
export interface ArchiveWords {
  archiveOf: (time: string) => string
  issueCount: (count: number) => string
  tagsTitle: string
  sectionsTitle: string
  authorsTitle: string
  byName: (count: number) => string
  noTagYet: string
  facetTitle: Record<'tag' | 'section' | 'author' | 'site', (name: string) => string>
  inIssue: (month: string) => string
  page: (number: number, of: number) => string
  newerPage: string
  olderPage: string
  pages: string
  searchTitle: string
  searchLabel: string
  searchButton: string
  searchHint: string
  found: (count: number, words: string) => string
  foundMost: (most: number, words: string) => string
  foundSimilar: (words: string) => string
  foundNothing: (words: string) => string
  foundNothingHelp: string
  issuesFound: string
  linksFound: string
  featured: string
}

const en: ArchiveWords = {
  archiveOf: (time) => `Issues of ${time}`,
  issueCount: (count) => (count === 1 ? 'One issue.' : `${count} issues.`),
  tagsTitle: 'Tags',
  sectionsTitle: 'Sections',
  authorsTitle: 'Authors',
  byName: (count) => (count === 1 ? 'One name, A to Z.' : `${count} names, A to Z.`),
  noTagYet: 'There is nothing here yet.',
  facetTitle: {
    tag: (name) => `Tagged “${name}”`,
    section: (name) => name,
    author: (name) => `By ${name}`,
    site: (name) => `From ${name}`,
  },
  inIssue: (month) => `in ${month}`,
  page: (number, of) => `Page ${number} of ${of}`,
  newerPage: 'Newer',
  olderPage: 'Older',
  pages: 'Pages',
  searchTitle: 'Search',
  searchLabel: 'Words to look for',
  searchButton: 'Search',
  searchHint: 'In quotes for a phrase, with a minus for what should not be there.',
  found: (count, words) =>
    count === 1 ? `One link has “${words}”.` : `${count} links have “${words}”.`,
  foundMost: (most, words) => `More than ${most} links have “${words}”; these fit best.`,
  foundSimilar: (words) => `Nothing has “${words}”. These titles are spelled much like it.`,
  foundNothing: (words) => `Nothing has “${words}”.`,
  foundNothingHelp: 'Try one word less, or another one.',
  issuesFound: 'Issues',
  linksFound: 'Links',
  featured: 'Worth another look',
}

const de: ArchiveWords = {
  archiveOf: (time) => `Ausgaben ${time}`,
  issueCount: (count) => (count === 1 ? 'Eine Ausgabe.' : `${count} Ausgaben.`),
  tagsTitle: 'Schlagwörter',
  sectionsTitle: 'Rubriken',
  authorsTitle: 'Autorinnen und Autoren',
  byName: (count) => (count === 1 ? 'Ein Name, von A bis Z.' : `${count} Namen, von A bis Z.`),
  noTagYet: 'Hier ist noch nichts.',
  facetTitle: {
    tag: (name) => `Schlagwort „${name}“`,
    section: (name) => name,
    author: (name) => `Von ${name}`,
    site: (name) => `Auf ${name}`,
  },
  inIssue: (month) => `im ${month}`,
  page: (number, of) => `Seite ${number} von ${of}`,
  newerPage: 'Neuere',
  olderPage: 'Ältere',
  pages: 'Seiten',
  searchTitle: 'Suche',
  searchLabel: 'Gesuchte Wörter',
  searchButton: 'Suchen',
  searchHint: 'In Anführungszeichen als Wortfolge, mit Minus, was fehlen soll.',
  found: (count, words) =>
    count === 1 ? `Ein Link enthält „${words}“.` : `${count} Links enthalten „${words}“.`,
  foundMost: (most, words) =>
    `Mehr als ${most} Links enthalten „${words}“; diese passen am besten.`,
  foundSimilar: (words) => `Nichts enthält „${words}“. Diese Titel sind ähnlich geschrieben.`,
  foundNothing: (words) => `Nichts enthält „${words}“.`,
  foundNothingHelp: 'Versuchen Sie es mit einem Wort weniger oder einem anderen.',
  issuesFound: 'Ausgaben',
  linksFound: 'Links',
  featured: 'Noch einmal lesenswert',
}

export function archiveWords(locale: string): ArchiveWords {
  return pickWords({ en, de }, locale)
}
