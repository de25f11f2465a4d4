import { pickWords } from '../../../render/locale.ts'

/** Words of what stands above the ways to save. */
export interface OverviewWords {
  write: string
  nextTitle: string
  dueOn: (time: string) => string
  noSchedule: string
  toIssue: string
  assembleNow: string
  lastTitle: string
  sent: (time: string, sent: number) => string
  notReached: (count: number) => string
  result: string
  attentionTitle: string
  allWell: string
  paused: (title: string, reason: string) => string
  doubt: (count: number) => string
  unread: (count: number) => string
  dead: (count: number) => string
  source: (name: string, reason: string) => string
  mails: (count: number) => string
  look: string
  plotTitle: string
  plotText: string
  waysTitle: string
}

const en: OverviewWords = {
  write: 'Write notes',
  nextTitle: 'The next issue',
  dueOn: (time) => `Due by itself on ${time}.`,
  noSchedule: 'Nothing happens by itself: assemble it when you like.',
  toIssue: 'Open it',
  assembleNow: 'To the issues',
  lastTitle: 'The last issue',
  sent: (time, sent) =>
    `Sent on ${time} to ${sent === 1 ? 'one person' : `${sent.toLocaleString('en')} people`}.`,
  notReached: (count) => (count === 1 ? 'One was not reached.' : `${count} were not reached.`),
  result: 'Its result',
  attentionTitle: 'Needs a look',
  allWell: 'Nothing needs a look.',
  paused: (title, reason) => `“${title}” is paused. ${reason}`,
  doubt: (count) =>
    count === 1 ? 'One delivery is in doubt.' : `${count} deliveries are in doubt.`,
  unread: (count) =>
    count === 1 ? 'One page could not be read.' : `${count} pages could not be read.`,
  dead: (count) =>
    count === 1 ? 'One link that waits is dead.' : `${count} links that wait are dead.`,
  source: (name, reason) => `The source ${name}: ${reason}`,
  mails: (count) =>
    count === 1
      ? 'One mail to a reader waits for the mail server.'
      : `${count} mails to readers wait for the mail server.`,
  look: 'Look',
  plotTitle: 'Links a month',
  plotText: 'Links saved in each month of the last year.',
  waysTitle: 'Ways to save',
}

const de: OverviewWords = {
  write: 'Notizen schreiben',
  nextTitle: 'Die nächste Ausgabe',
  dueOn: (time) => `Fällig von selbst am ${time}.`,
  noSchedule: 'Von selbst geschieht nichts: stellen Sie sie zusammen, wann Sie mögen.',
  toIssue: 'Öffnen',
  assembleNow: 'Zu den Ausgaben',
  lastTitle: 'Die letzte Ausgabe',
  sent: (time, sent) =>
    `Gesendet am ${time} an ${sent === 1 ? 'eine Person' : `${sent.toLocaleString('de')} Personen`}.`,
  notReached: (count) =>
    count === 1 ? 'Eine wurde nicht erreicht.' : `${count} wurden nicht erreicht.`,
  result: 'Ihr Ergebnis',
  attentionTitle: 'Anzusehen',
  allWell: 'Es gibt nichts anzusehen.',
  paused: (title, reason) => `„${title}“ ist angehalten. ${reason}`,
  doubt: (count) =>
    count === 1 ? 'Eine Zustellung ist fraglich.' : `${count} Zustellungen sind fraglich.`,
  unread: (count) =>
    count === 1 ? 'Eine Seite ließ sich nicht lesen.' : `${count} Seiten ließen sich nicht lesen.`,
  dead: (count) =>
    count === 1 ? 'Ein wartender Link ist tot.' : `${count} wartende Links sind tot.`,
  source: (name, reason) => `Die Quelle ${name}: ${reason}`,
  mails: (count) =>
    count === 1
      ? 'Eine Mail an einen Leser wartet auf den Mailserver.'
      : `${count} Mails an Leser warten auf den Mailserver.`,
  look: 'Ansehen',
  plotTitle: 'Links im Monat',
  plotText: 'Gespeicherte Links in jedem Monat des letzten Jahres.',
  waysTitle: 'Wege zum Speichern',
}

export function overviewWords(locale: string): OverviewWords {
  return pickWords({ en, de }, locale)
}
