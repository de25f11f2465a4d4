import type { IssueState } from '../../../../domain/issue.ts'
import { pickWords } from '../../../../render/locale.ts'

import type { AutosaveWords } from '../autosave-script.ts'

/** Words of the room of issues. */
export interface IssuesWords {
  title: string
  none: string
  states: Record<IssueState, string>
  links: (count: number) => string
  assemble: (month: string) => string
  assembleText: (month: string, waiting: number) => string
  due: (day: string) => string
  coming: string
  comingText: string
  changeSchedule: string
  skippedMonth: string
  issueTitle: string
  slug: string
  slugHint: string
  intro: string
  introHint: string
  outro: string
  saveWords: string
  refresh: string
  refreshHint: string
  preview: string
  history: string
  check: string
  progress: string
  page: string
  sentHint: string
  cancelledHint: string
  noSection: string
  noNote: string
  up: (title: string) => string
  down: (title: string) => string
  move: string
  moveNamed: (title: string) => string
  toSection: string
  atPlace: string
  moveIt: string
  edit: string
  editNamed: (title: string) => string
  leaveOut: string
  leaveOutNamed: (title: string) => string
  openLink: string
  authors: string
  note: string
  entryTitle: string
  saveEntry: string
  saveOrder: string
  number: (title: string) => string
  newSection: string
  addSection: string
  sectionName: string
  rename: string
  removeSection: string
  sectionUp: (name: string) => string
  sectionDown: (name: string) => string
  inbox: (month: string, count: number) => string
  inboxText: string
  add: string
  addNamed: (title: string) => string
  size: (kilobytes: string, most: string) => string
  sizeNear: string
  sizeOver: string
  placed: (title: string, index: number, of: number, section: string) => string
  conflict: string
  saved: string
  did: Record<'text' | 'order' | 'entry' | 'added' | 'removed' | 'assembled' | 'stopped', string>
  handle: string
  keysHint: string
  previews: Record<'mail' | 'dark' | 'inverted' | 'text' | 'page' | 'markdown', string>
  previewOf: string
  width: string
  inboxLine: string
  hash: string
  back: string
  testTo: string
  sendTest: string
  testSent: (to: string) => string
  script: AutosaveWords
}

const en: IssuesWords = {
  title: 'Issues',
  none: 'No issue yet. Save a few links, write their notes, and assemble the month.',
  states: {
    draft: 'Draft',
    scheduled: 'Scheduled',
    sending: 'Sending',
    paused: 'Paused',
    sent: 'Sent',
    cancelled: 'Cancelled',
  },
  links: (count) => (count === 1 ? '1 link' : `${count} links`),
  assemble: (month) => `Assemble ${month}`,
  assembleText: (month, waiting) =>
    waiting === 0
      ? `Nothing is kept for ${month} yet.`
      : waiting === 1
        ? `One link waits for ${month}.`
        : `${waiting} links wait for ${month}.`,
  due: (day) => `By itself on ${day}.`,
  coming: 'Coming',
  comingText: 'When the schedule makes the next issues.',
  changeSchedule: 'Change the schedule',
  skippedMonth: 'No issue: too few links. They wait for the next one.',
  issueTitle: 'Title',
  slug: 'Address',
  slugHint: 'The last part of the page’s address.',
  intro: 'Introduction',
  introHint: 'A few sentences, in Markdown. May be empty.',
  outro: 'Closing words',
  saveWords: 'Save the words',
  refresh: 'Take in new links',
  refreshHint: 'Adds what was saved since, and keeps your order and words.',
  preview: 'Preview',
  history: 'History',
  check: 'Check and send',
  progress: 'Progress',
  page: 'Its page',
  sentHint:
    'This issue is public. What you change here corrects its page, which then says so; no mail goes out again.',
  cancelledHint: 'This issue is cancelled. Assemble its month again to go on with it.',
  noSection: 'Without a heading',
  noNote: 'no note',
  up: (title) => `Up: ${title}`,
  down: (title) => `Down: ${title}`,
  move: 'Move…',
  moveNamed: (title) => `Move… ${title}`,
  toSection: 'To section',
  atPlace: 'At place',
  moveIt: 'Move',
  edit: 'Edit',
  editNamed: (title) => `Edit: ${title}`,
  leaveOut: 'Leave out',
  leaveOutNamed: (title) => `Leave out: ${title}`,
  openLink: 'Open the link',
  authors: 'Authors',
  note: 'Note',
  entryTitle: 'Title',
  saveEntry: 'Save for this issue',
  saveOrder: 'Save order',
  number: (title) => `Place of ${title}`,
  newSection: 'New section',
  addSection: 'Add section',
  sectionName: 'Name of the section',
  rename: 'Rename',
  removeSection: 'Remove the heading',
  sectionUp: (name) => `Up: section ${name}`,
  sectionDown: (name) => `Down: section ${name}`,
  inbox: (month, count) => `Not in this issue · ${count} for ${month}`,
  inboxText: 'Links that wait and are left out so far.',
  add: 'Add',
  addNamed: (title) => `Add: ${title}`,
  size: (kilobytes, most) => `${kilobytes} of ${most} KB`,
  sizeNear: 'Near the size at which Gmail cuts a mail.',
  sizeOver: 'Gmail cuts a mail of this size. Shorten notes or leave some links out.',
  placed: (title, index, of, section) => `${title}: ${index} of ${of} in ${section}`,
  conflict:
    'The words were changed elsewhere meanwhile. Yours stand in the fields; below is what was saved.',
  saved: 'What was saved elsewhere',
  did: {
    text: 'Saved.',
    order: 'The order is saved.',
    entry: 'The entry is saved for this issue.',
    added: 'The link is in the issue.',
    removed: 'Left out; the link waits among the others.',
    assembled: 'The issue has what the month has.',
    stopped: 'Stopped. Nothing has left; the issue is a draft again.',
  },
  handle: 'Drag',
  keysHint: 'With a row focused: Alt and arrow up or down moves it, with Shift to another section.',
  previews: {
    mail: 'Mail',
    dark: 'Dark',
    inverted: 'Inverted',
    text: 'Text',
    page: 'Page',
    markdown: 'Markdown',
  },
  previewOf: 'Preview',
  width: 'Width',
  inboxLine: 'In the inbox',
  hash: 'Fingerprint of this mail',
  back: 'Back to the issue',
  testTo: 'Address for a test mail',
  sendTest: 'Send a test',
  testSent: (to) => `A test is on its way to ${to}.`,
  script: {
    saved: 'Saved {time}',
    saving: 'Saving…',
    retrying: 'Not saved, trying again. Your text is kept in this browser.',
    loggedOut: 'Not saved: your login has ended. Your text is kept in this browser.',
    logIn: 'Log in again',
    stale: 'Not saved: this page is of an earlier login. Load it again; your text is kept.',
    restored: 'What you typed before is back. It is being saved.',
    conflict: 'Not saved: the words were changed elsewhere. Press “Save the words” to see both.',
    refused: 'Not saved: ',
  },
}

const de: IssuesWords = {
  title: 'Ausgaben',
  none: 'Noch keine Ausgabe. Speichern Sie ein paar Links, schreiben Sie Notizen und stellen Sie den Monat zusammen.',
  states: {
    draft: 'Entwurf',
    scheduled: 'Geplant',
    sending: 'Wird verschickt',
    paused: 'Angehalten',
    sent: 'Verschickt',
    cancelled: 'Abgebrochen',
  },
  links: (count) => (count === 1 ? '1 Link' : `${count} Links`),
  assemble: (month) => `${month} zusammenstellen`,
  assembleText: (month, waiting) =>
    waiting === 0
      ? `Für ${month} ist noch nichts aufgehoben.`
      : waiting === 1
        ? `Ein Link wartet auf ${month}.`
        : `${waiting} Links warten auf ${month}.`,
  due: (day) => `Von selbst am ${day}.`,
  coming: 'Was kommt',
  comingText: 'Wann der Zeitplan die nächsten Ausgaben macht.',
  changeSchedule: 'Zeitplan ändern',
  skippedMonth: 'Keine Ausgabe: zu wenige Links. Sie warten auf die nächste.',
  issueTitle: 'Titel',
  slug: 'Adresse',
  slugHint: 'Der letzte Teil der Adresse der Seite.',
  intro: 'Einleitung',
  introHint: 'Ein paar Sätze, in Markdown. Darf leer sein.',
  outro: 'Schlusswort',
  saveWords: 'Texte speichern',
  refresh: 'Neue Links aufnehmen',
  refreshHint: 'Nimmt auf, was seither gespeichert wurde; Ihre Ordnung und Ihre Texte bleiben.',
  preview: 'Vorschau',
  history: 'Änderungen',
  check: 'Prüfen und senden',
  progress: 'Verlauf',
  page: 'Ihre Seite',
  sentHint:
    'Diese Ausgabe ist öffentlich. Was Sie hier ändern, berichtigt die Seite, und die sagt es auch; es geht keine Mail mehr hinaus.',
  cancelledHint:
    'Diese Ausgabe ist abgebrochen. Stellen Sie ihren Monat neu zusammen, um weiterzumachen.',
  noSection: 'Ohne Überschrift',
  noNote: 'keine Notiz',
  up: (title) => `Nach oben: ${title}`,
  down: (title) => `Nach unten: ${title}`,
  move: 'Verschieben…',
  moveNamed: (title) => `Verschieben… ${title}`,
  toSection: 'In die Rubrik',
  atPlace: 'An die Stelle',
  moveIt: 'Verschieben',
  edit: 'Ändern',
  editNamed: (title) => `Ändern: ${title}`,
  leaveOut: 'Weglassen',
  leaveOutNamed: (title) => `Weglassen: ${title}`,
  openLink: 'Link öffnen',
  authors: 'Autorinnen und Autoren',
  note: 'Notiz',
  entryTitle: 'Titel',
  saveEntry: 'Für diese Ausgabe speichern',
  saveOrder: 'Reihenfolge speichern',
  number: (title) => `Stelle von ${title}`,
  newSection: 'Neue Rubrik',
  addSection: 'Rubrik anlegen',
  sectionName: 'Name der Rubrik',
  rename: 'Umbenennen',
  removeSection: 'Überschrift entfernen',
  sectionUp: (name) => `Nach oben: Rubrik ${name}`,
  sectionDown: (name) => `Nach unten: Rubrik ${name}`,
  inbox: (month, count) => `Nicht in dieser Ausgabe · ${count} für ${month}`,
  inboxText: 'Links, die warten und bisher fehlen.',
  add: 'Aufnehmen',
  addNamed: (title) => `Aufnehmen: ${title}`,
  size: (kilobytes, most) => `${kilobytes} von ${most} KB`,
  sizeNear: 'Nahe der Größe, ab der Gmail eine Mail abschneidet.',
  sizeOver: 'Gmail schneidet eine so große Mail ab. Kürzen Sie Notizen oder lassen Sie Links weg.',
  placed: (title, index, of, section) => `${title}: ${index} von ${of} in ${section}`,
  conflict:
    'Die Texte wurden inzwischen anderswo geändert. Ihre stehen in den Feldern; darunter, was gespeichert wurde.',
  saved: 'Was anderswo gespeichert wurde',
  did: {
    text: 'Gespeichert.',
    order: 'Die Reihenfolge ist gespeichert.',
    entry: 'Der Eintrag ist für diese Ausgabe gespeichert.',
    added: 'Der Link ist in der Ausgabe.',
    removed: 'Weggelassen; der Link wartet bei den anderen.',
    assembled: 'Die Ausgabe hat, was der Monat hat.',
    stopped: 'Angehalten. Nichts ist fort; die Ausgabe ist wieder ein Entwurf.',
  },
  handle: 'Ziehen',
  keysHint:
    'Auf einer Zeile: Alt und Pfeil nach oben oder unten verschiebt sie, mit Umschalt in eine andere Rubrik.',
  previews: {
    mail: 'Mail',
    dark: 'Dunkel',
    inverted: 'Umgekehrt',
    text: 'Text',
    page: 'Seite',
    markdown: 'Markdown',
  },
  previewOf: 'Vorschau',
  width: 'Breite',
  inboxLine: 'Im Postfach',
  hash: 'Fingerabdruck dieser Mail',
  back: 'Zurück zur Ausgabe',
  testTo: 'Adresse für eine Probemail',
  sendTest: 'Probemail schicken',
  testSent: (to) => `Eine Probemail ist unterwegs an ${to}.`,
  script: {
    saved: 'Gespeichert {time}',
    saving: 'Wird gespeichert …',
    retrying: 'Nicht gespeichert, neuer Versuch läuft. Ihr Text bleibt in diesem Browser.',
    loggedOut: 'Nicht gespeichert: Ihre Anmeldung ist zu Ende. Ihr Text bleibt in diesem Browser.',
    logIn: 'Neu anmelden',
    stale:
      'Nicht gespeichert: Diese Seite gehört zu einer früheren Anmeldung. Laden Sie sie neu; Ihr Text bleibt.',
    restored: 'Was Sie vorher geschrieben haben, ist wieder da und wird gespeichert.',
    conflict:
      'Nicht gespeichert: Die Texte wurden anderswo geändert. „Texte speichern“ zeigt beide.',
    refused: 'Nicht gespeichert: ',
  },
}

export function issuesWords(locale: string): IssuesWords {
  return pickWords({ en, de }, locale)
}
