import { pickWords } from '../../../../render/locale.ts'
import type { DeskTab } from '../../../../store/links.ts'

import type { AutosaveWords } from '../autosave-script.ts'

/** Words of the room of links. */
export interface LinksWords {
  title: string
  tabs: Record<DeskTab, string>
  tabsLabel: string
  empty: Record<DeskTab, string>
  emptyHelp: string
  nothingFound: string
  searchLabel: string
  search: string
  allSections: string
  onlyWithoutNote: (count: number) => string
  showAll: string
  filteredBy: (what: string) => string
  noNote: string
  writeNote: string
  changeNote: string
  saveNote: string
  annotate: string
  annotateNamed: (title: string) => string
  skip: string
  skipNamed: (title: string) => string
  later: string
  laterNamed: (title: string) => string
  back: string
  backNamed: (title: string) => string
  choose: (title: string) => string
  chosen: string
  laterUntil: string
  toSection: string
  addTags: string
  apply: string
  nothingChosen: string
  done: Record<'skip' | 'later' | 'inbox' | 'section' | 'tag', (count: number) => string>
  undo: string
  undone: (count: number) => string
  undoOver: string
  keptFor: (month: string) => string
  saved: (day: string) => string
  publishedBefore: (month: string) => string
  withThisNote: string
  withoutNoteThen: string
  notRead: (reason: string) => string
  reading: string
  tryAgain: string
  leftText: string
  more: string
  moreBy: (name: string) => string
  moreFrom: (host: string) => string
  site: string
  authors: string
  authorsHint: string
  via: string
  fetched: (value: string, source: string) => string
  useIt: string
  month: string
  ownMonth: (month: string) => string
  saveAndNext: string
  save: string
  preview: string
  previewHint: string
  quote: string
  refresh: string
  refreshed: string
  remove: string
  removeTitle: string
  removeText: (title: string) => string
  removed: string
  savedAgain: string
  open: string
  savedNow: string
  savedNowNext: string
  noneLeft: string
  conflictTitle: string
  conflictText: string
  otherText: string
  takeOther: string
  keepMine: string
  keysTitle: string
  close: string
  script: AutosaveWords
}

const en: LinksWords = {
  title: 'Links',
  tabs: {
    waiting: 'Waiting',
    later: 'Later',
    left: 'Left over',
    published: 'Published',
    skipped: 'Skipped',
  },
  tabsLabel: 'Which links',
  empty: {
    waiting: 'Nothing waits for the next issue.',
    later: 'Nothing is kept for a later month.',
    left: 'Nothing is left over.',
    published: 'Nothing is published yet.',
    skipped: 'Nothing is skipped.',
  },
  emptyHelp: 'Save a link',
  nothingFound: 'No link fits. Look for less, or show all.',
  searchLabel: 'Look for a word',
  search: 'Search',
  allSections: 'All sections',
  onlyWithoutNote: (count) => `Without a note · ${count}`,
  showAll: 'Show all',
  filteredBy: (what) => `Only ${what}`,
  noNote: 'No note yet',
  writeNote: 'Write a note',
  changeNote: 'Change the note',
  saveNote: 'Save the note',
  annotate: 'Open',
  annotateNamed: (title) => `Open: ${title}`,
  skip: 'Skip',
  skipNamed: (title) => `Skip: ${title}`,
  later: 'Later',
  laterNamed: (title) => `Later, keep for next month: ${title}`,
  back: 'Put back',
  backNamed: (title) => `Put back: ${title}`,
  choose: (title) => `Choose: ${title}`,
  chosen: 'With those chosen',
  laterUntil: 'Keep for',
  toSection: 'Move to section',
  addTags: 'Add tags',
  apply: 'Do it',
  nothingChosen: 'Choose at least one link first.',
  done: {
    skip: (count) => (count === 1 ? 'One link is skipped.' : `${count} links are skipped.`),
    later: (count) =>
      count === 1 ? 'One link is kept for later.' : `${count} links are kept for later.`,
    inbox: (count) => (count === 1 ? 'One link waits again.' : `${count} links wait again.`),
    section: (count) =>
      count === 1 ? 'One link has another section.' : `${count} links have another section.`,
    tag: (count) => (count === 1 ? 'One link has more tags.' : `${count} links have more tags.`),
  },
  undo: 'Undo',
  undone: (count) =>
    count === 1 ? 'One link is where it was.' : `${count} links are where they were.`,
  undoOver: 'That can no longer be undone.',
  keptFor: (month) => `for ${month}`,
  saved: (day) => `saved ${day}`,
  publishedBefore: (month) => `Published in ${month}`,
  withThisNote: 'with this note:',
  withoutNoteThen: 'without a note.',
  notRead: (reason) => `The page could not be read: ${reason}`,
  reading: 'The page is being read.',
  tryAgain: 'Try again',
  leftText: 'Saved more than two months ago and in no issue yet: keep for a month, or let go.',
  more: 'More',
  moreBy: (name) => `More by ${name}`,
  moreFrom: (host) => `More from ${host}`,
  site: 'Page',
  authors: 'Authors',
  authorsHint: 'with commas between',
  via: 'Found through',
  fetched: (value, source) => `The page says “${value}” (${source}).`,
  useIt: 'Use it',
  month: 'Month',
  ownMonth: (month) => `${month}, when it was saved`,
  saveAndNext: 'Save and next note',
  save: 'Save',
  preview: 'As readers see it',
  previewHint: 'After saving',
  quote: 'Quote the page’s description',
  refresh: 'Read the page again',
  refreshed: 'The page is read again in a moment.',
  remove: 'Delete',
  removeTitle: 'Delete this link?',
  removeText: (title) =>
    `“${title}” goes with its note and its tags, out of drafts too. Issues that were published keep it. For a day you can bring it back.`,
  removed: 'The link is deleted. For a day it can be brought back.',
  savedAgain: 'Its page was saved again meanwhile; that link stays.',
  open: 'Open the page',
  savedNow: 'Saved.',
  savedNowNext: 'Saved. Here is the next link without a note.',
  noneLeft: 'Saved. Every link that waits has its note.',
  conflictTitle: 'This note was changed elsewhere',
  conflictText: 'Both texts are here. Put together what you want to keep, and save.',
  otherText: 'What was saved elsewhere',
  takeOther: 'Take that one',
  keepMine: 'Keep mine',
  keysTitle: 'Keys',
  close: 'Close',
  script: {
    saved: 'Saved {time}',
    saving: 'Saving…',
    retrying: 'Not saved, trying again. Your text is kept in this browser.',
    loggedOut: 'Not saved: your login has ended. Your text is kept in this browser.',
    logIn: 'Log in again',
    stale: 'Not saved: this page is of an earlier login. Load it again; your text is kept.',
    restored: 'What you typed before is back. It is being saved.',
    conflict: 'Not saved: this note was changed elsewhere. Both texts are here.',
    refused: 'Not saved: ',
  },
}

const de: LinksWords = {
  title: 'Links',
  tabs: {
    waiting: 'Wartend',
    later: 'Später',
    left: 'Liegen geblieben',
    published: 'Veröffentlicht',
    skipped: 'Übergangen',
  },
  tabsLabel: 'Welche Links',
  empty: {
    waiting: 'Für die nächste Ausgabe wartet nichts.',
    later: 'Für einen späteren Monat ist nichts aufgehoben.',
    left: 'Nichts ist liegen geblieben.',
    published: 'Noch ist nichts veröffentlicht.',
    skipped: 'Nichts ist übergangen.',
  },
  emptyHelp: 'Einen Link speichern',
  nothingFound: 'Kein Link passt. Suchen Sie nach weniger, oder zeigen Sie alle.',
  searchLabel: 'Nach einem Wort suchen',
  search: 'Suchen',
  allSections: 'Alle Rubriken',
  onlyWithoutNote: (count) => `Ohne Notiz · ${count}`,
  showAll: 'Alle zeigen',
  filteredBy: (what) => `Nur ${what}`,
  noNote: 'Noch keine Notiz',
  writeNote: 'Notiz schreiben',
  changeNote: 'Notiz ändern',
  saveNote: 'Notiz speichern',
  annotate: 'Öffnen',
  annotateNamed: (title) => `Öffnen: ${title}`,
  skip: 'Übergehen',
  skipNamed: (title) => `Übergehen: ${title}`,
  later: 'Später',
  laterNamed: (title) => `Später, für den nächsten Monat aufheben: ${title}`,
  back: 'Zurücklegen',
  backNamed: (title) => `Zurücklegen: ${title}`,
  choose: (title) => `Auswählen: ${title}`,
  chosen: 'Mit den ausgewählten',
  laterUntil: 'Aufheben für',
  toSection: 'In die Rubrik',
  addTags: 'Schlagwörter dazu',
  apply: 'Ausführen',
  nothingChosen: 'Wählen Sie zuerst mindestens einen Link aus.',
  done: {
    skip: (count) => (count === 1 ? 'Ein Link ist übergangen.' : `${count} Links sind übergangen.`),
    later: (count) =>
      count === 1 ? 'Ein Link ist aufgehoben.' : `${count} Links sind aufgehoben.`,
    inbox: (count) => (count === 1 ? 'Ein Link wartet wieder.' : `${count} Links warten wieder.`),
    section: (count) =>
      count === 1 ? 'Ein Link hat eine andere Rubrik.' : `${count} Links haben eine andere Rubrik.`,
    tag: (count) =>
      count === 1 ? 'Ein Link hat mehr Schlagwörter.' : `${count} Links haben mehr Schlagwörter.`,
  },
  undo: 'Rückgängig',
  undone: (count) =>
    count === 1 ? 'Ein Link ist, wo er war.' : `${count} Links sind, wo sie waren.`,
  undoOver: 'Das lässt sich nicht mehr rückgängig machen.',
  keptFor: (month) => `für ${month}`,
  saved: (day) => `gespeichert am ${day}`,
  publishedBefore: (month) => `Veröffentlicht im ${month}`,
  withThisNote: 'mit dieser Notiz:',
  withoutNoteThen: 'ohne Notiz.',
  notRead: (reason) => `Die Seite ließ sich nicht lesen: ${reason}`,
  reading: 'Die Seite wird gerade gelesen.',
  tryAgain: 'Noch einmal',
  leftText:
    'Vor über zwei Monaten gespeichert und in keiner Ausgabe: für einen Monat aufheben oder gehen lassen.',
  more: 'Mehr',
  moreBy: (name) => `Mehr von ${name}`,
  moreFrom: (host) => `Mehr auf ${host}`,
  site: 'Seite',
  authors: 'Autorinnen und Autoren',
  authorsHint: 'mit Kommas dazwischen',
  via: 'Gefunden über',
  fetched: (value, source) => `Die Seite sagt „${value}“ (${source}).`,
  useIt: 'Übernehmen',
  month: 'Monat',
  ownMonth: (month) => `${month}, als er gespeichert wurde`,
  saveAndNext: 'Speichern und nächste Notiz',
  save: 'Speichern',
  preview: 'So sehen es Leser',
  previewHint: 'Nach dem Speichern',
  quote: 'Beschreibung der Seite zitieren',
  refresh: 'Seite neu lesen',
  refreshed: 'Die Seite wird gleich neu gelesen.',
  remove: 'Löschen',
  removeTitle: 'Diesen Link löschen?',
  removeText: (title) =>
    `„${title}“ geht mit Notiz und Schlagwörtern, auch aus Entwürfen. Veröffentlichte Ausgaben behalten ihn. Einen Tag lang lässt er sich zurückholen.`,
  removed: 'Der Link ist gelöscht. Einen Tag lang lässt er sich zurückholen.',
  savedAgain: 'Die Seite wurde inzwischen neu gespeichert; dieser Link bleibt.',
  open: 'Seite öffnen',
  savedNow: 'Gespeichert.',
  savedNowNext: 'Gespeichert. Hier ist der nächste Link ohne Notiz.',
  noneLeft: 'Gespeichert. Jeder wartende Link hat seine Notiz.',
  conflictTitle: 'Diese Notiz wurde anderswo geändert',
  conflictText: 'Beide Texte sind hier. Fügen Sie zusammen, was bleiben soll, und speichern Sie.',
  otherText: 'Was anderswo gespeichert wurde',
  takeOther: 'Diesen nehmen',
  keepMine: 'Meinen behalten',
  keysTitle: 'Tasten',
  close: 'Schließen',
  script: {
    saved: 'Gespeichert {time}',
    saving: 'Wird gespeichert …',
    retrying: 'Nicht gespeichert, neuer Versuch läuft. Ihr Text bleibt in diesem Browser.',
    loggedOut: 'Nicht gespeichert: Ihre Anmeldung ist zu Ende. Ihr Text bleibt in diesem Browser.',
    logIn: 'Neu anmelden',
    stale:
      'Nicht gespeichert: Diese Seite gehört zu einer früheren Anmeldung. Laden Sie sie neu; Ihr Text bleibt.',
    restored: 'Was Sie vorher geschrieben haben, ist wieder da und wird gespeichert.',
    conflict: 'Nicht gespeichert: Diese Notiz wurde anderswo geändert. Beide Texte sind hier.',
    refused: 'Nicht gespeichert: ',
  },
}

export function linksWords(locale: string): LinksWords {
  return pickWords({ en, de }, locale)
}
