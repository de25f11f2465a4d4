import { pickWords } from '../../../../render/locale.ts'

/** Words of the overview. */
export interface OverviewWords {
  write: string
  save: string
  openDraft: string
  links: string
  waiting: string
  withoutNote: (count: number) => string
  allNoted: string
  noLinks: string
  next: string
  byHand: string
  byHandHint: string
  last: string
  none: string
  noneHint: string
  sent: (count: number) => string
  beingSent: string
  paused: string
  notReached: (count: number) => string
  attentionTitle: string
  allWell: string
  pausedItem: (title: string, reason: string) => string
  doubt: (count: number) => string
  counts: Record<
    'deadLinks' | 'unreadLinks' | 'bounces' | 'failedMails' | 'waitingMails',
    (count: number) => string
  >
  source: (name: string, reason: string) => string
  deadSource: (name: string, reason: string) => string
  webhook: (name: string, reason: string) => string
  look: string
  plotTitle: string
  plotText: string
  joinedTitle: string
  joinedText: string
  startTitle: string
  startDone: (done: number, of: number) => string
  startGo: string
  startBegin: string
  emptyText: string
  waysToSave: string
  sampleHere: string
  sampleRemove: string
}

const many = (count: number, locale: string) => count.toLocaleString(locale)

const en: OverviewWords = {
  write: 'Write notes',
  save: 'Save a link',
  openDraft: 'Open the draft',
  links: 'Links',
  waiting: 'waiting',
  withoutNote: (count) => `${many(count, 'en')} without a note`,
  allNoted: 'all with a note',
  noLinks: 'none yet',
  next: 'Next issue',
  byHand: 'By hand',
  byHandHint: 'assemble it when you like',
  last: 'Last issue',
  none: 'None yet',
  noneHint: 'the first is on its way',
  sent: (count) => `sent to ${many(count, 'en')}`,
  beingSent: 'being sent',
  paused: 'paused',
  notReached: (count) => `${many(count, 'en')} not reached`,
  attentionTitle: 'Needs a look',
  allWell: 'Nothing needs a look.',
  pausedItem: (title, reason) => `“${title}” is paused. ${reason}`,
  doubt: (count) =>
    count === 1
      ? 'One delivery is in doubt: handed over, and never answered.'
      : `${many(count, 'en')} deliveries are in doubt: handed over, and never answered.`,
  counts: {
    unreadLinks: (count) =>
      count === 1 ? 'One page could not be read.' : `${many(count, 'en')} pages could not be read.`,
    deadLinks: (count) =>
      count === 1
        ? 'One link that waits is dead.'
        : `${many(count, 'en')} links that wait are dead.`,
    bounces: (count) =>
      count === 1
        ? 'One mail came back in the last week.'
        : `${many(count, 'en')} mails came back in the last week.`,
    failedMails: (count) =>
      count === 1
        ? 'One mail to a reader was given up.'
        : `${many(count, 'en')} mails to readers were given up.`,
    waitingMails: (count) =>
      count === 1
        ? 'One mail to a reader waits for the mail server.'
        : `${many(count, 'en')} mails to readers wait for the mail server.`,
  },
  source: (name, reason) => `The source “${name}”: ${reason}`,
  webhook: (name, reason) => `The webhook “${name}” is switched off. ${reason}`,
  deadSource: (name, reason) => `The source “${name}” is given up. ${reason}`,
  look: 'Look',
  plotTitle: 'Links a month',
  plotText: 'Saved in each month of the last year.',
  joinedTitle: 'New readers a month',
  joinedText: 'Those on the list today, by the month in which they came.',
  startTitle: 'First steps',
  startDone: (done, of) => `${done} of ${of} done.`,
  startGo: 'Go on with the first steps',
  startBegin: 'Begin with the first steps',
  emptyText: 'Save the first page that is worth a line, and the month begins.',
  waysToSave: 'Ways to save',
  sampleHere: 'The sample month is loaded: look round, change things, send yourself a test.',
  sampleRemove: 'Take it away again',
}

const de: OverviewWords = {
  write: 'Notizen schreiben',
  save: 'Link speichern',
  openDraft: 'Entwurf öffnen',
  links: 'Links',
  waiting: 'warten',
  withoutNote: (count) => `${many(count, 'de')} ohne Notiz`,
  allNoted: 'alle mit Notiz',
  noLinks: 'noch keine',
  next: 'Nächste Ausgabe',
  byHand: 'Von Hand',
  byHandHint: 'wann Sie mögen',
  last: 'Letzte Ausgabe',
  none: 'Noch keine',
  noneHint: 'die erste ist unterwegs',
  sent: (count) => `gesendet an ${many(count, 'de')}`,
  beingSent: 'wird gesendet',
  paused: 'angehalten',
  notReached: (count) => `${many(count, 'de')} nicht erreicht`,
  attentionTitle: 'Anzusehen',
  allWell: 'Es gibt nichts anzusehen.',
  pausedItem: (title, reason) => `„${title}“ ist angehalten. ${reason}`,
  doubt: (count) =>
    count === 1
      ? 'Eine Zustellung ist fraglich: übergeben und nie beantwortet.'
      : `${many(count, 'de')} Zustellungen sind fraglich: übergeben und nie beantwortet.`,
  counts: {
    unreadLinks: (count) =>
      count === 1
        ? 'Eine Seite ließ sich nicht lesen.'
        : `${many(count, 'de')} Seiten ließen sich nicht lesen.`,
    deadLinks: (count) =>
      count === 1 ? 'Ein wartender Link ist tot.' : `${many(count, 'de')} wartende Links sind tot.`,
    bounces: (count) =>
      count === 1
        ? 'Eine Mail kam in der letzten Woche zurück.'
        : `${many(count, 'de')} Mails kamen in der letzten Woche zurück.`,
    failedMails: (count) =>
      count === 1
        ? 'Eine Mail an einen Leser wurde aufgegeben.'
        : `${many(count, 'de')} Mails an Leser wurden aufgegeben.`,
    waitingMails: (count) =>
      count === 1
        ? 'Eine Mail an einen Leser wartet auf den Mailserver.'
        : `${many(count, 'de')} Mails an Leser warten auf den Mailserver.`,
  },
  source: (name, reason) => `Die Quelle „${name}“: ${reason}`,
  webhook: (name, reason) => `Der Webhook „${name}“ ist abgeschaltet. ${reason}`,
  deadSource: (name, reason) => `Die Quelle „${name}“ ist aufgegeben. ${reason}`,
  look: 'Ansehen',
  plotTitle: 'Links im Monat',
  plotText: 'Gespeichert in jedem Monat des letzten Jahres.',
  joinedTitle: 'Neue Leser im Monat',
  joinedText: 'Wer heute auf der Liste steht, nach dem Monat, in dem er kam.',
  startTitle: 'Erste Schritte',
  startDone: (done, of) => `${done} von ${of} getan.`,
  startGo: 'Weiter mit den ersten Schritten',
  startBegin: 'Mit den ersten Schritten beginnen',
  emptyText: 'Speichern Sie die erste Seite, die eine Zeile wert ist, und der Monat beginnt.',
  waysToSave: 'Wege zum Speichern',
  sampleHere:
    'Der Beispielmonat ist geladen: Sehen Sie sich um, ändern Sie etwas, senden Sie sich einen Test.',
  sampleRemove: 'Wieder wegnehmen',
}

export function overviewWords(locale: string): OverviewWords {
  return pickWords({ en, de }, locale)
}
