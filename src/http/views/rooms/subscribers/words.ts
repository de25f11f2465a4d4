import type { SubscriberStatus } from '../../../../domain/subscriber.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of the room of subscribers. */
export interface SubscribersWords {
  title: string
  all: string
  states: Record<SubscriberStatus, string>
  tabsLabel: string
  none: string
  noneFound: string
  search: string
  searchLabel: string
  searchHint: string
  more: string
  since: (day: string) => string
  addTitle: string
  email: string
  name: string
  tags: string
  tagsHint: string
  vouch: string
  vouchHint: string
  add: string
  added: (email: string) => string
  known: (email: string, state: string) => string
  save: string
  saved: string
  status: string
  reason: string
  reasonHint: string
  textOnly: string
  suppress: string
  suppressAs: string
  remove: string
  removeTitle: string
  removeText: (email: string) => string
  removeSure: string
  removed: string
  back: string
  askAgain: string
  asked: string
  importTitle: string
  importText: string
  file: string
  fileMissing: string
  look: string
  apply: string
  wouldTitle: string
  didTitle: string
  counts: Record<'created' | 'updated' | 'unchanged' | 'suppressed' | 'rejected', string>
  line: (line: number, reason: string) => string
  again: string
  exportCsv: string
  joinedTitle: string
  joinedText: string
}

const en: SubscribersWords = {
  title: 'Subscribers',
  all: 'All',
  states: {
    pending: 'Asked',
    active: 'On the list',
    unsubscribed: 'Left',
    bounced: 'Bounced',
    complained: 'Complained',
  },
  tabsLabel: 'Which subscribers',
  none: 'No reader yet. Share your page.',
  noneFound: 'Nobody fits.',
  search: 'Search',
  searchLabel: 'Address or name',
  searchHint: '@example.com finds all of a domain',
  more: 'More',
  since: (day) => `since ${day}`,
  addTitle: 'Add somebody',
  email: 'Email address',
  name: 'Name',
  tags: 'Tags',
  tagsHint: 'with commas',
  vouch: 'They agreed: put them on the list at once',
  vouchHint: 'Otherwise they are asked by mail first.',
  add: 'Add',
  added: (email) => `${email} is added.`,
  known: (email, state) => `${email} was known already: ${state}.`,
  save: 'Save',
  saved: 'Saved.',
  status: 'State',
  reason: 'Why',
  reasonHint: 'For your own records.',
  textOnly: 'Gets plain text only',
  suppress: 'Send nothing more',
  suppressAs: 'As',
  remove: 'Forget…',
  removeTitle: 'Forget this reader?',
  removeText: (email) =>
    `Everything about ${email} is deleted; only a code stays, so that no import brings the address back. This cannot be undone.`,
  removeSure: 'Forget them for good',
  removed: 'The reader is forgotten.',
  back: 'Back to the list',
  askAgain: 'Ask again by mail',
  asked: 'The question is on its way.',
  importTitle: 'Import a list',
  importText:
    'CSV, also as Mailchimp, Buttondown, Ghost, listmonk and Substack write it. First you see what would change; whoever has left stays gone.',
  file: 'File',
  fileMissing: 'Choose a file.',
  look: 'See what would change',
  apply: 'Import it',
  wouldTitle: 'This would change',
  didTitle: 'This changed',
  counts: {
    created: 'New',
    updated: 'Changed',
    unchanged: 'As they were',
    suppressed: 'Stay gone',
    rejected: 'Not taken',
  },
  line: (line, reason) => `Line ${line}: ${reason}`,
  again: 'Choose the file once more to import it.',
  exportCsv: 'Export as CSV',
  joinedTitle: 'New readers a month',
  joinedText: 'Those on the list today, by the month in which they came.',
}

const de: SubscribersWords = {
  title: 'Leser',
  all: 'Alle',
  states: {
    pending: 'Gefragt',
    active: 'Auf der Liste',
    unsubscribed: 'Abgemeldet',
    bounced: 'Unzustellbar',
    complained: 'Beschwert',
  },
  tabsLabel: 'Welche Leser',
  none: 'Noch kein Leser. Zeigen Sie Ihre Seite herum.',
  noneFound: 'Niemand passt.',
  search: 'Suchen',
  searchLabel: 'Adresse oder Name',
  searchHint: '@example.com findet alle einer Domain',
  more: 'Mehr',
  since: (day) => `seit ${day}`,
  addTitle: 'Jemanden aufnehmen',
  email: 'Mailadresse',
  name: 'Name',
  tags: 'Schlagwörter',
  tagsHint: 'mit Kommas',
  vouch: 'Hat zugestimmt: gleich auf die Liste',
  vouchHint: 'Sonst wird erst per Mail gefragt.',
  add: 'Aufnehmen',
  added: (email) => `${email} ist aufgenommen.`,
  known: (email, state) => `${email} war schon bekannt: ${state}.`,
  save: 'Speichern',
  saved: 'Gespeichert.',
  status: 'Stand',
  reason: 'Warum',
  reasonHint: 'Für Ihre Unterlagen.',
  textOnly: 'Bekommt nur reinen Text',
  suppress: 'Nichts mehr schicken',
  suppressAs: 'Als',
  remove: 'Vergessen…',
  removeTitle: 'Diesen Leser vergessen?',
  removeText: (email) =>
    `Alles über ${email} wird gelöscht; nur ein Code bleibt, damit kein Import die Adresse zurückbringt. Das ist endgültig.`,
  removeSure: 'Endgültig vergessen',
  removed: 'Der Leser ist vergessen.',
  back: 'Zurück zur Liste',
  askAgain: 'Noch einmal per Mail fragen',
  asked: 'Die Frage ist unterwegs.',
  importTitle: 'Liste importieren',
  importText:
    'CSV, auch wie Mailchimp, Buttondown, Ghost, listmonk und Substack es schreiben. Zuerst sehen Sie, was sich ändern würde; wer gegangen ist, bleibt fort.',
  file: 'Datei',
  fileMissing: 'Wählen Sie eine Datei.',
  look: 'Zeigen, was sich ändern würde',
  apply: 'Importieren',
  wouldTitle: 'Das würde sich ändern',
  didTitle: 'Das hat sich geändert',
  counts: {
    created: 'Neu',
    updated: 'Geändert',
    unchanged: 'Wie vorher',
    suppressed: 'Bleiben fort',
    rejected: 'Nicht genommen',
  },
  line: (line, reason) => `Zeile ${line}: ${reason}`,
  again: 'Wählen Sie die Datei noch einmal, um sie zu importieren.',
  exportCsv: 'Als CSV exportieren',
  joinedTitle: 'Neue Leser im Monat',
  joinedText: 'Wer heute auf der Liste steht, nach dem Monat, in dem er kam.',
}

export function subscribersWords(locale: string): SubscribersWords {
  return pickWords({ en, de }, locale)
}
