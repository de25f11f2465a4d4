import type { WaitReason } from '../../../../domain/rhythm.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of approving, putting off, and of the schedule's days. */
export interface RhythmWords {
  approveTitle: (month: string) => string
  /** `time` is its day; null: in a minute. */
  approveText: (time: string | null) => string
  approveNobody: (time: string | null) => string
  approveLater: string
  when: string
  inAMinute: string
  approve: (count: number) => string
  publish: string
  foundTitle: string
  foundText: string
  chooseEach: string
  changed: string
  editIt: string
  postponeLink: string
  approveLink: string
  notNow: string
  forceText: string
  force: string

  postponeTitle: (month: string) => string
  postponeText: (time: string) => string
  postponePast: (time: string) => string
  until: string
  day: string
  week: string
  date: string
  dateHint: (zone: string) => string
  dateLabel: string
  timeLabel: string
  dateWrong: string
  datePast: string
  postpone: string
  postponeAfter: string
  noDayTitle: string
  noDayText: string
  toSchedule: string

  itsDay: (time: string) => string
  postponedTo: (time: string) => string
  thenWaits: string
  thenGoes: string
  waitsTitle: string
  reasons: Record<WaitReason, string>
  waitsFor: (title: string, reason: string) => string
  skipped: (month: string, links: number) => string
  tooFew: (links: number) => string
  draftOn: (time: string) => string
  waiting: string

  daysBefore: string
  daysBeforeHint: string
  atDeadline: string
  deadlines: Record<'wait' | 'send', [name: string, hint: string]>
  onlyReview: string
  nextDraft: (draft: string, time: string) => string
  next: (time: string) => string
  happens: Record<'wait' | 'send' | 'automatic', string>
  mailTo: (email: string) => string
  mailNobody: string
}

const many = (count: number, locale: string) => count.toLocaleString(locale)

const en: RhythmWords = {
  approveTitle: (month) => `Approve ${month}`,
  approveText: (time) =>
    time === null
      ? 'Its day is past or open: approved, it leaves in a minute. Until then you can stop it.'
      : `Approved, it leaves on ${time}. Until then you can stop it and change it again.`,
  approveNobody: (time) =>
    time === null
      ? 'There is no reader yet. Approved, its page becomes public in a minute, and no mail goes out.'
      : `There is no reader yet. Approved, its page becomes public on ${time}, and no mail goes out.`,
  approveLater: 'What is saved from then on waits for the next issue.',
  when: 'When',
  inAMinute: 'in a minute',
  approve: (count) => `Approve for ${count === 1 ? 'one person' : `${many(count, 'en')} people`}`,
  publish: 'Approve the page',
  foundTitle: 'What the check found',
  foundText:
    'Mend a line, or choose it to say that you know of it. That is remembered with your name.',
  chooseEach: 'Mend each line, or choose it. Nothing was sent.',
  changed:
    'The issue has changed since you opened this page. Look at it once more, then approve it.',
  editIt: 'Open the draft',
  postponeLink: 'Postpone it',
  approveLink: 'Look and approve',
  notNow: 'Not now',
  forceText: 'This goes to many readers, and your domain fails its checks:',
  force: 'Approve it all the same',

  postponeTitle: (month) => `Postpone ${month}`,
  postponeText: (time) => `Its day is ${time}.`,
  postponePast: (time) => `Its day was ${time}.`,
  until: 'Until when',
  day: 'By a day',
  week: 'By a week',
  date: 'To another day',
  dateHint: (zone) => `Times of ${zone}`,
  dateLabel: 'Day',
  timeLabel: 'Time',
  dateWrong: 'Give a day and a time.',
  datePast: 'Choose a time that is still to come, within a year.',
  postpone: 'Postpone',
  postponeAfter:
    'The draft stays as it is, and you are reminded the day before. Links that are saved later in the same month are taken in on the new day.',
  noDayTitle: 'This issue has no day',
  noDayText:
    'Nothing goes out by itself: the issue waits until you send it. A schedule would change that.',
  toSchedule: 'To the schedule',

  itsDay: (time) => `Its day is ${time}.`,
  postponedTo: (time) => `Postponed to ${time}.`,
  thenWaits: 'Without your word it waits then.',
  thenGoes: 'It goes out by itself then, unless something speaks against it.',
  waitsTitle: 'It waits for you.',
  reasons: {
    asked: 'Its day has come. Nothing is sent before you approve it.',
    late: 'Its day was too long ago to send it without asking.',
    sample: 'It was not sent by itself: it holds links of the sample month.',
    few: 'It was not sent by itself: it has fewer links than an issue needs.',
    open: 'It was not sent by itself: something speaks against it.',
  },
  waitsFor: (title, reason) => `“${title}” waits for you. ${reason}`,
  skipped: (month, links) =>
    `${month} made no issue: ${links === 0 ? 'there was no link' : links === 1 ? 'there was only one link' : `there were only ${many(links, 'en')} links`}.`,
  tooFew: (links) =>
    links === 0
      ? 'No link so far. With too few it is left out.'
      : links === 1
        ? 'Only one link so far. With too few it is left out.'
        : `Only ${many(links, 'en')} links so far. With too few it is left out.`,
  draftOn: (time) => `Draft on ${time}`,
  waiting: 'Waits for you',

  daysBefore: 'Days for the draft',
  daysBeforeHint: '0 to 14 days before: the draft is there, and you get a mail with it.',
  atDeadline: 'When the day comes and you have not approved it',
  deadlines: {
    wait: ['It waits for me', 'Nothing is sent; a mail says so.'],
    send: [
      'It is sent',
      'Unless the check finds a missing note, a placeholder, a dead or repeated link, or the like: then it waits, and a mail says why.',
    ],
  },
  onlyReview: 'For “A draft waits for me”',
  nextDraft: (draft, time) => `Next: the draft on ${draft}, the issue on ${time}.`,
  next: (time) => `Next: ${time}.`,
  happens: {
    wait: 'Once you approve it, it goes out on its day. Without your word it waits.',
    send: 'It goes out on its day, unless something speaks against it. You may approve or postpone it before.',
    automatic: 'It goes out by itself, unless something speaks against it; then you are asked.',
  },
  mailTo: (email) => `Mails about it go to ${email}.`,
  mailNobody: 'No mail tells you of it: there is no address under Login.',
}

const people = (count: number) => (count === 1 ? 'eine Person' : `${many(count, 'de')} Personen`)

const de: RhythmWords = {
  approveTitle: (month) => `${month} freigeben`,
  approveText: (time) =>
    time === null
      ? 'Der Tag ist vorbei oder offen: Freigegeben geht sie in einer Minute hinaus. Bis dahin können Sie sie anhalten.'
      : `Freigegeben geht sie hinaus: ${time}. Bis dahin können Sie sie anhalten und wieder ändern.`,
  approveNobody: (time) =>
    time === null
      ? 'Es gibt noch keinen Leser. Freigegeben wird ihre Seite in einer Minute öffentlich; Mail geht keine hinaus.'
      : `Es gibt noch keinen Leser. Freigegeben wird ihre Seite öffentlich: ${time}; Mail geht keine hinaus.`,
  approveLater: 'Was Sie danach speichern, wartet auf die nächste Ausgabe.',
  when: 'Wann',
  inAMinute: 'in einer Minute',
  approve: (count) => `Freigeben für ${people(count)}`,
  publish: 'Seite freigeben',
  foundTitle: 'Was die Prüfung gefunden hat',
  foundText:
    'Beheben Sie eine Zeile, oder wählen Sie sie aus, wenn Sie davon wissen. Das wird mit Ihrem Namen festgehalten.',
  chooseEach: 'Beheben Sie jede Zeile, oder wählen Sie sie aus. Nichts wurde gesendet.',
  changed:
    'Die Ausgabe wurde geändert, seit Sie diese Seite geöffnet haben. Sehen Sie sie noch einmal an.',
  editIt: 'Entwurf öffnen',
  postponeLink: 'Verschieben',
  approveLink: 'Ansehen und freigeben',
  notNow: 'Jetzt nicht',
  forceText: 'Sie geht an viele Leser, und Ihre Domain besteht die Prüfung nicht:',
  force: 'Trotzdem freigeben',

  postponeTitle: (month) => `${month} verschieben`,
  postponeText: (time) => `Ihr Tag ist ${time}.`,
  postponePast: (time) => `Ihr Tag war ${time}.`,
  until: 'Bis wann',
  day: 'Um einen Tag',
  week: 'Um eine Woche',
  date: 'Auf einen anderen Tag',
  dateHint: (zone) => `Zeiten von ${zone}`,
  dateLabel: 'Tag',
  timeLabel: 'Uhrzeit',
  dateWrong: 'Geben Sie Tag und Uhrzeit an.',
  datePast: 'Wählen Sie eine Zeit, die noch kommt, innerhalb eines Jahres.',
  postpone: 'Verschieben',
  postponeAfter:
    'Der Entwurf bleibt, wie er ist, und am Tag davor werden Sie erinnert. Links, die im selben Monat noch dazukommen, werden am neuen Tag aufgenommen.',
  noDayTitle: 'Diese Ausgabe hat keinen Tag',
  noDayText:
    'Nichts geht von selbst hinaus: Die Ausgabe wartet, bis Sie sie senden. Ein Zeitplan ändert das.',
  toSchedule: 'Zum Zeitplan',

  itsDay: (time) => `Ihr Tag ist ${time}.`,
  postponedTo: (time) => `Verschoben auf ${time}.`,
  thenWaits: 'Ohne Ihr Wort wartet sie dann.',
  thenGoes: 'Dann geht sie von selbst hinaus, wenn nichts dagegen spricht.',
  waitsTitle: 'Sie wartet auf Sie.',
  reasons: {
    asked: 'Ihr Tag ist da. Nichts wird gesendet, bevor Sie sie freigeben.',
    late: 'Ihr Tag ist zu lange her, um sie ungefragt zu senden.',
    sample: 'Sie wurde nicht von selbst gesendet: Sie enthält Links des Beispielmonats.',
    few: 'Sie wurde nicht von selbst gesendet: Sie hat weniger Links, als eine Ausgabe braucht.',
    open: 'Sie wurde nicht von selbst gesendet: Etwas spricht dagegen.',
  },
  waitsFor: (title, reason) => `„${title}“ wartet auf Sie. ${reason}`,
  skipped: (month, links) =>
    `${month} wurde keine Ausgabe: ${links === 0 ? 'es gab keinen Link' : links === 1 ? 'es gab nur einen Link' : `es gab nur ${many(links, 'de')} Links`}.`,
  tooFew: (links) =>
    links === 0
      ? 'Bisher kein Link. Mit zu wenigen fällt sie aus.'
      : links === 1
        ? 'Bisher nur ein Link. Mit zu wenigen fällt sie aus.'
        : `Bisher nur ${many(links, 'de')} Links. Mit zu wenigen fällt sie aus.`,
  draftOn: (time) => `Entwurf: ${time}`,
  waiting: 'Wartet auf Sie',

  daysBefore: 'Tage für den Entwurf',
  daysBeforeHint: '0 bis 14 Tage vorher: Der Entwurf ist da, und Sie bekommen eine Mail mit ihm.',
  atDeadline: 'Wenn der Tag kommt und Sie nicht freigegeben haben',
  deadlines: {
    wait: ['Sie wartet auf mich', 'Nichts wird gesendet; eine Mail sagt es.'],
    send: [
      'Sie wird gesendet',
      'Außer die Prüfung findet eine fehlende Notiz, einen Platzhalter, einen toten oder wiederholten Link oder Ähnliches: Dann wartet sie, und eine Mail sagt, warum.',
    ],
  },
  onlyReview: 'Für „Ein Entwurf wartet auf mich“',
  nextDraft: (draft, time) => `Als Nächstes: der Entwurf am ${draft}, die Ausgabe am ${time}.`,
  next: (time) => `Nächstes Mal: ${time}.`,
  happens: {
    wait: 'Sobald Sie sie freigeben, geht sie an ihrem Tag hinaus. Ohne Ihr Wort wartet sie.',
    send: 'Sie geht an ihrem Tag hinaus, wenn nichts dagegen spricht. Vorher können Sie sie freigeben oder verschieben.',
    automatic: 'Sie geht von selbst hinaus, wenn nichts dagegen spricht; sonst werden Sie gefragt.',
  },
  mailTo: (email) => `Mails dazu gehen an ${email}.`,
  mailNobody: 'Keine Mail sagt es Ihnen: Unter „Anmeldung“ steht keine Adresse.',
}

export function rhythmWords(locale: string): RhythmWords {
  return pickWords({ en, de }, locale)
}
