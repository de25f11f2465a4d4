import type { RestoreLoss, RevisionSource } from '../../../../domain/issue-content.ts'
import type { EntryField } from '../../../../domain/issue-difference.ts'
import { pickWords } from '../../../../render/locale.ts'

type TextField = 'title' | 'slug' | 'intro' | 'outro'

/** Words of the history of an issue. */
export interface HistoryWords {
  title: (month: string) => string
  text: string
  none: string
  back: string
  backToHistory: string
  older: string
  newest: string
  look: string
  lookNamed: (time: string) => string
  /** Who made the change; `name` may be empty. */
  by: Record<RevisionSource, (name: string) => string>
  now: string
  sinceLinks: string
  first: string
  restoredFrom: (time: string) => string
  more: (count: number) => string
  /** From when to when the changes of one revision were made. */
  between: (from: string, until: string) => string
  revisionTitle: (time: string) => string
  changedHeading: string
  nothingChanged: string
  restoreHeading: string
  restoreText: string
  restorePublic: string
  restoreNothing: string
  restore: string
  cancelled: string
  restored: string
  alreadySo: string
  conflict: string
  lossesHeading: string
  losses: Record<RestoreLoss['reason'], (title: string) => string>
  added: string
  removed: string
  empty: string
  field: Record<TextField, string>
  entryField: Record<EntryField, (title: string) => string>
  noSection: string
  entryAdded: (title: string, section: string) => string
  entryRemoved: (title: string, section: string) => string
  entryMoved: (title: string, from: string, to: string) => string
  reordered: (section: string) => string
  sectionAdded: (name: string) => string
  sectionRemoved: (name: string) => string
  sectionRenamed: (from: string, to: string) => string
  sectionsReordered: string
  newOrder: string
}

const en: HistoryWords = {
  title: (month) => `History: ${month}`,
  text: 'How the issue read after each change. Changes made within a few minutes of each other stand together. Any state can be brought back, and that can be undone in the same way.',
  none: 'Nothing is kept yet. The history begins with the next change.',
  back: 'Back to the issue',
  backToHistory: 'All changes',
  older: 'Older changes',
  newest: 'Newest changes',
  look: 'Look',
  lookNamed: (time) => `Look: ${time}`,
  by: {
    room: (name) => name || 'the owner',
    api: (name) => (name ? `${name}, over the API` : 'over the API'),
    assembly: () => 'by assembling the month',
    links: () => 'by changes to its links',
  },
  now: 'Now',
  sinceLinks: 'Since the last edit its links have changed the draft.',
  first: 'The oldest state that is kept.',
  restoredFrom: (time) => `Brought back the state of ${time}.`,
  more: (count) => (count === 1 ? 'and one more change' : `and ${count} more changes`),
  between: (from, until) => `${from} to ${until}`,
  revisionTitle: (time) => `Change of ${time}`,
  changedHeading: 'What changed',
  nothingChanged: 'Nothing to compare it with.',
  restoreHeading: 'Bring this state back',
  restoreText: 'This would change the issue as it is now:',
  restorePublic: 'The issue is public: its page is corrected and says so. No mail goes out again.',
  restoreNothing: 'The issue reads like this now.',
  restore: 'Restore this state',
  cancelled: 'The issue is cancelled. Assemble its month again to bring a state back.',
  restored: 'The state is back. To undo it, restore the one before.',
  alreadySo: 'Nothing was changed: the issue already reads like that.',
  conflict:
    'The issue was changed meanwhile, so nothing was restored. Below is what a restore would change now.',
  lossesHeading: 'What could not come back as it was',
  losses: {
    elsewhere: (title) => `“${title}” stays in another issue, which has its link now.`,
    no_link: (title) => `“${title}” is back with its words; its link was deleted and stays so.`,
  },
  added: 'added:',
  removed: 'removed:',
  empty: 'empty',
  field: { title: 'Title', slug: 'Address', intro: 'Introduction', outro: 'Closing words' },
  entryField: {
    title: (title) => `Title of “${title}”`,
    authors: (title) => `Authors of “${title}”`,
    note: (title) => `Note on “${title}”`,
    url: (title) => `Address of “${title}”`,
  },
  noSection: 'Without a heading',
  entryAdded: (title, section) => `“${title}” added to ${section}`,
  entryRemoved: (title, section) => `“${title}” taken out of ${section}`,
  entryMoved: (title, from, to) => `“${title}” moved from ${from} to ${to}`,
  reordered: (section) => `New order in ${section}`,
  sectionAdded: (name) => `Section ${name} added`,
  sectionRemoved: (name) => `Section ${name} removed`,
  sectionRenamed: (from, to) => `Section ${from} renamed to ${to}`,
  sectionsReordered: 'New order of the sections',
  newOrder: 'The order then:',
}

const de: HistoryWords = {
  title: (month) => `Verlauf der Änderungen: ${month}`,
  text: 'Wie die Ausgabe nach jeder Änderung aussah. Änderungen innerhalb weniger Minuten stehen zusammen. Jeder Stand lässt sich zurückholen, und auch das lässt sich auf demselben Weg rückgängig machen.',
  none: 'Noch ist nichts aufgehoben. Der Verlauf beginnt mit der nächsten Änderung.',
  back: 'Zurück zur Ausgabe',
  backToHistory: 'Alle Änderungen',
  older: 'Ältere Änderungen',
  newest: 'Neueste Änderungen',
  look: 'Ansehen',
  lookNamed: (time) => `Ansehen: ${time}`,
  by: {
    room: (name) => name || 'die Inhaberin oder der Inhaber',
    api: (name) => (name ? `${name}, über die API` : 'über die API'),
    assembly: () => 'beim Zusammenstellen des Monats',
    links: () => 'durch Änderungen an ihren Links',
  },
  now: 'Jetzt',
  sinceLinks: 'Seit der letzten Bearbeitung haben ihre Links den Entwurf verändert.',
  first: 'Der älteste Stand, der aufgehoben ist.',
  restoredFrom: (time) => `Hat den Stand vom ${time} zurückgeholt.`,
  more: (count) => (count === 1 ? 'und eine weitere Änderung' : `und ${count} weitere Änderungen`),
  between: (from, until) => `${from} bis ${until}`,
  revisionTitle: (time) => `Änderung vom ${time}`,
  changedHeading: 'Was sich geändert hat',
  nothingChanged: 'Es gibt nichts, womit er sich vergleichen ließe.',
  restoreHeading: 'Diesen Stand zurückholen',
  restoreText: 'Das würde die Ausgabe von jetzt so ändern:',
  restorePublic:
    'Die Ausgabe ist öffentlich: Ihre Seite wird berichtigt und sagt es auch. Es geht keine Mail mehr hinaus.',
  restoreNothing: 'So sieht die Ausgabe jetzt aus.',
  restore: 'Diesen Stand zurückholen',
  cancelled:
    'Die Ausgabe ist abgebrochen. Stellen Sie ihren Monat neu zusammen, um einen Stand zurückzuholen.',
  restored: 'Der Stand ist zurück. Um das rückgängig zu machen, holen Sie den davor zurück.',
  alreadySo: 'Nichts wurde geändert: Die Ausgabe sieht schon so aus.',
  conflict:
    'Die Ausgabe wurde inzwischen geändert, deshalb wurde nichts zurückgeholt. Darunter steht, was sich nun ändern würde.',
  lossesHeading: 'Was nicht so zurückkommen konnte, wie es war',
  losses: {
    elsewhere: (title) => `„${title}“ bleibt in einer anderen Ausgabe, die den Link jetzt hat.`,
    no_link: (title) =>
      `„${title}“ ist mit seinen Worten zurück; der Link wurde gelöscht und bleibt es.`,
  },
  added: 'hinzugekommen:',
  removed: 'entfernt:',
  empty: 'leer',
  field: { title: 'Titel', slug: 'Adresse', intro: 'Einleitung', outro: 'Schlusswort' },
  entryField: {
    title: (title) => `Titel von „${title}“`,
    authors: (title) => `Autorinnen und Autoren von „${title}“`,
    note: (title) => `Notiz zu „${title}“`,
    url: (title) => `Adresse von „${title}“`,
  },
  noSection: 'Ohne Überschrift',
  entryAdded: (title, section) => `„${title}“ in ${section} aufgenommen`,
  entryRemoved: (title, section) => `„${title}“ aus ${section} genommen`,
  entryMoved: (title, from, to) => `„${title}“ von ${from} nach ${to} verschoben`,
  reordered: (section) => `Neue Reihenfolge in ${section}`,
  sectionAdded: (name) => `Rubrik ${name} angelegt`,
  sectionRemoved: (name) => `Rubrik ${name} entfernt`,
  sectionRenamed: (from, to) => `Rubrik ${from} in ${to} umbenannt`,
  sectionsReordered: 'Neue Reihenfolge der Rubriken',
  newOrder: 'Danach:',
}

export function historyWords(locale: string): HistoryWords {
  return pickWords({ en, de }, locale)
}
