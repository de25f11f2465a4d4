import { pickWords } from '../../../../render/locale.ts'

/** Words of the room where old posts become issues. */
export interface PostsWords {
  title: string
  lead: string
  door: string
  doorText: string
  file: string
  fileHint: string
  fileMissing: string
  format: string
  formats: Record<'auto' | 'markdown' | 'html' | 'wxr', string>
  oldUrl: string
  oldUrlFileHint: string
  oldUrlHint: string
  read: string
  waiting: string
  noMonth: string
  noTitle: string
  links: (count: number) => string
  ready: string
  open: (count: number) => string
  publishReady: (count: number) => string
  publishedMany: (count: number) => string
  readMany: (count: number) => string
  readCut: (count: number) => string
  removed: string
  back: string
  review: string
  month: string
  monthHint: string
  date: string
  dateHint: string
  issueTitle: string
  intro: string
  outro: string
  entries: (count: number) => string
  entriesText: string
  entryTitle: string
  address: string
  authors: string
  authorsHint: string
  section: string
  sectionHint: string
  note: string
  noNote: string
  noSection: string
  leaveOut: string
  addEntry: string
  leftOut: (count: number) => string
  leftOutText: string
  save: string
  saved: string
  publish: string
  publishText: string
  remove: string
  published: string
  publishedText: (title: string) => string
  redirectText: (path: string) => string
  see: string
  toEdit: string
  more: string
  fromFile: (name: string) => string
}

const en: PostsWords = {
  title: 'Bring old issues',
  lead: 'Roundups that you published elsewhere become issues of their months: in the archive, in feeds and search, and never mailed. You see what was recognised before anything is public.',
  door: 'Bring old issues',
  doorText: 'Roundups from another blog, as Markdown, HTML or a WordPress export.',
  file: 'File',
  fileHint: 'One post as Markdown or HTML, or a WordPress export (WXR) with many. At most 32 MB.',
  fileMissing: 'Choose a file first.',
  format: 'What it is',
  formats: {
    auto: 'Find out',
    markdown: 'Markdown',
    html: 'HTML page',
    wxr: 'WordPress export (WXR)',
  },
  oldUrl: 'Old address',
  oldUrlFileHint: 'Where the post was. Links within that site start there. May stay empty.',
  oldUrlHint: 'Its path leads to the issue from now on, for ever. May stay empty.',
  read: 'Read the file',
  waiting: 'Waiting for your eyes',
  noMonth: 'month not known',
  noTitle: 'Without a title',
  links: (count) => (count === 1 ? '1 link' : `${count} links`),
  ready: 'Complete',
  open: (count) => (count === 1 ? '1 thing to settle' : `${count} things to settle`),
  publishReady: (count) =>
    count === 1 ? 'Publish the one that is complete' : `Publish the ${count} that are complete`,
  publishedMany: (count) =>
    count === 1 ? 'One issue is in the archive now.' : `${count} issues are in the archive now.`,
  readMany: (count) => `${count} posts were read. Look them through, then publish them.`,
  readCut: (count) =>
    `${count} posts were read; the file holds more. Publish these, then read the rest from a smaller export.`,
  removed: 'The post is removed. Nothing was published.',
  back: 'Old issues',
  review: 'Look it through',
  month: 'Month',
  monthHint: 'Whose roundup it is, like 2023-07.',
  date: 'Published on',
  dateHint: 'YYYY-MM-DD. When empty: the first of the next month.',
  issueTitle: 'Title',
  intro: 'Intro',
  outro: 'Closing words',
  entries: (count) => (count === 1 ? '1 entry' : `${count} entries`),
  entriesText: 'Open one to correct it.',
  entryTitle: 'Title',
  address: 'Address',
  authors: 'Authors',
  authorsHint: 'Several with commas between them.',
  section: 'Section',
  sectionHint: 'Empty: under no heading, last.',
  note: 'Note',
  noNote: 'No note',
  noSection: 'Under no heading',
  leaveOut: 'Leave this entry out',
  addEntry: 'Add an entry',
  leftOut: (count) => (count === 1 ? '1 thing was left out' : `${count} things were left out`),
  leftOutText: 'They are in the file but have no place in an issue.',
  save: 'Save for later',
  saved: 'Saved. Nothing is public yet.',
  publish: 'Publish this issue',
  publishText: 'It goes into the archive at once. Nobody is mailed.',
  remove: 'Remove, publish nothing',
  published: 'It is in the archive',
  publishedText: (title) => `“${title}” is public. Nobody was mailed.`,
  redirectText: (path) => `${path} leads to it from now on.`,
  see: 'See the page',
  toEdit: 'Open it in the editor',
  more: 'Bring another',
  fromFile: (name) => `From ${name}`,
}

const de: PostsWords = {
  title: 'Alte Ausgaben mitbringen',
  lead: 'Linksammlungen, die Sie anderswo veröffentlicht haben, werden Ausgaben ihrer Monate: im Archiv, in Feeds und Suche, und nie verschickt. Sie sehen, was erkannt wurde, bevor etwas öffentlich ist.',
  door: 'Alte Ausgaben mitbringen',
  doorText: 'Linksammlungen aus einem anderen Blog, als Markdown, HTML oder WordPress-Export.',
  file: 'Datei',
  fileHint:
    'Ein Beitrag als Markdown oder HTML, oder ein WordPress-Export (WXR) mit vielen. Höchstens 32 MB.',
  fileMissing: 'Wählen Sie zuerst eine Datei.',
  format: 'Was es ist',
  formats: {
    auto: 'Herausfinden',
    markdown: 'Markdown',
    html: 'HTML-Seite',
    wxr: 'WordPress-Export (WXR)',
  },
  oldUrl: 'Alte Adresse',
  oldUrlFileHint:
    'Wo der Beitrag stand. Links innerhalb jener Website beginnen dort. Darf leer bleiben.',
  oldUrlHint: 'Ihr Pfad führt von nun an zur Ausgabe, für immer. Darf leer bleiben.',
  read: 'Datei lesen',
  waiting: 'Warten auf Ihren Blick',
  noMonth: 'Monat unbekannt',
  noTitle: 'Ohne Titel',
  links: (count) => (count === 1 ? '1 Link' : `${count} Links`),
  ready: 'Vollständig',
  open: (count) => (count === 1 ? '1 Punkt offen' : `${count} Punkte offen`),
  publishReady: (count) =>
    count === 1
      ? 'Die eine vollständige veröffentlichen'
      : `Die ${count} vollständigen veröffentlichen`,
  publishedMany: (count) =>
    count === 1
      ? 'Eine Ausgabe steht jetzt im Archiv.'
      : `${count} Ausgaben stehen jetzt im Archiv.`,
  readMany: (count) =>
    `${count} Beiträge wurden gelesen. Sehen Sie sie durch und veröffentlichen Sie sie.`,
  readCut: (count) =>
    `${count} Beiträge wurden gelesen; die Datei enthält mehr. Veröffentlichen Sie diese und lesen Sie den Rest aus einem kleineren Export.`,
  removed: 'Der Beitrag ist entfernt. Nichts wurde veröffentlicht.',
  back: 'Alte Ausgaben',
  review: 'Durchsehen',
  month: 'Monat',
  monthHint: 'Wessen Sammlung es ist, wie 2023-07.',
  date: 'Veröffentlicht am',
  dateHint: 'JJJJ-MM-TT. Wenn leer: am Ersten des nächsten Monats.',
  issueTitle: 'Titel',
  intro: 'Einleitung',
  outro: 'Schlusswort',
  entries: (count) => (count === 1 ? '1 Eintrag' : `${count} Einträge`),
  entriesText: 'Öffnen Sie einen, um ihn zu berichtigen.',
  entryTitle: 'Titel',
  address: 'Adresse',
  authors: 'Verfasser',
  authorsHint: 'Mehrere mit Kommas dazwischen.',
  section: 'Rubrik',
  sectionHint: 'Leer: unter keiner Überschrift, zuletzt.',
  note: 'Notiz',
  noNote: 'Ohne Notiz',
  noSection: 'Unter keiner Überschrift',
  leaveOut: 'Diesen Eintrag weglassen',
  addEntry: 'Eintrag hinzufügen',
  leftOut: (count) => (count === 1 ? '1 Teil blieb weg' : `${count} Teile blieben weg`),
  leftOutText: 'Sie stehen in der Datei, haben aber in einer Ausgabe keinen Platz.',
  save: 'Für später speichern',
  saved: 'Gespeichert. Noch ist nichts öffentlich.',
  publish: 'Diese Ausgabe veröffentlichen',
  publishText: 'Sie kommt sofort ins Archiv. Niemand bekommt Post.',
  remove: 'Entfernen, nichts veröffentlichen',
  published: 'Sie steht im Archiv',
  publishedText: (title) => `„${title}“ ist öffentlich. Niemand bekam Post.`,
  redirectText: (path) => `${path} führt von nun an dorthin.`,
  see: 'Seite ansehen',
  toEdit: 'Im Editor öffnen',
  more: 'Noch eine mitbringen',
  fromFile: (name) => `Aus ${name}`,
}

export function postsWords(locale: string): PostsWords {
  return pickWords({ en, de }, locale)
}
