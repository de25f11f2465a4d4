import type { DeliveryState } from '../../../../domain/subscriber.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of checking and sending. */
export interface SendingWords {
  checkTitle: (month: string) => string
  back: string
  green: string
  open: (count: number) => string
  must: string
  should: string
  mend: string
  know: string
  knowHint: string
  known: (by: string, time: string) => string
  knownTitle: string
  nothingChosen: string
  what: string
  subject: string
  fingerprint: string
  to: string
  readers: (count: number) => string
  noReader: string
  withTag: (tag: string) => string
  preview: string
  testTitle: string
  testText: string
  testTo: string
  testSend: string
  testDone: (to: string) => string
  testFailed: (why: string) => string
  emailWrong: string
  sendTitle: string
  when: string
  now: string
  nowHint: string
  at: string
  zone: (zone: string) => string
  day: string
  time: string
  timeWrong: string
  timePast: string
  tag: string
  tagHint: string
  send: (count: number) => string
  publish: string
  schedule: (count: number) => string
  blocked: string
  sureTitle: string
  sureNow: (count: number, subject: string) => string
  sureAt: (count: number, subject: string, time: string) => string
  surePublish: string
  forceText: string
  force: string
  notYet: string
  title: (month: string) => string
  states: Record<DeliveryState, string>
  leavesIn: (seconds: number) => string
  leavesAt: (time: string) => string
  stop: string
  stopped: string
  planning: string
  pause: string
  resume: (left: number) => string
  cancel: string
  cancelTitle: string
  cancelText: (sent: number, left: number) => string
  cancelSure: string
  goOn: string
  paused: string
  progress: (done: number, total: number) => string
  rate: (rate: string) => string
  left: (time: string) => string
  lastReply: string
  refresh: string
  done: (sent: number) => string
  doneNobody: string
  cancelled: string
  sum: string
  holds: string
  broken: string
  failedTitle: string
  reason: string
  address: string
  more: string
  unknownTitle: (count: number) => string
  unknownText: string
  asSent: string
  asRetry: string
  settled: (count: number) => string
  plotTitle: string
  plotText: (most: number) => string
  page: string
  edit: string
  minutes: (count: number) => string
  seconds: (count: number) => string
  hours: (count: number) => string
}

const en: SendingWords = {
  checkTitle: (month) => `Check ${month}`,
  back: 'Back to the issue',
  green: 'Nothing speaks against sending it.',
  open: (count) => (count === 1 ? 'One thing to look at.' : `${count} things to look at.`),
  must: 'First',
  should: 'Then',
  mend: 'Mend it',
  know: 'I know of those chosen',
  knowHint: 'It is remembered for this issue, and as long as it stays as it is.',
  known: (by, time) => `${by}, ${time}`,
  knownTitle: 'Sent in spite of',
  nothingChosen: 'Choose at least one line first.',
  what: 'What goes out',
  subject: 'Subject',
  fingerprint: 'Fingerprint',
  to: 'To',
  readers: (count) => (count === 1 ? 'one reader' : `${count} readers`),
  noReader: 'No reader yet. Share your page.',
  withTag: (tag) => `with the tag “${tag}”`,
  preview: 'Preview',
  testTitle: 'Test mail',
  testText: 'The very mail that would go out, to you alone.',
  testTo: 'Your address',
  testSend: 'Send a test',
  testDone: (to) => `The test is on its way to ${to}.`,
  testFailed: (why) => `The test was not sent: ${why}`,
  emailWrong: 'That is no email address. Write it like name@example.com',
  sendTitle: 'Send',
  when: 'When',
  now: 'Now',
  nowHint: 'It waits 60 seconds, in which you can stop it.',
  at: 'At',
  zone: (zone) => `Times of ${zone}`,
  day: 'Day',
  time: 'Time',
  timeWrong: 'Give a day and a time.',
  timePast: 'That time is past. Choose one that is still to come.',
  tag: 'Only to readers with the tag',
  tagHint: 'Leave it empty for all.',
  send: (count) => `Send to ${count === 1 ? 'one person' : `${count.toLocaleString('en')} people`}`,
  publish: 'Publish the page only',
  schedule: (count) =>
    `Schedule for ${count === 1 ? 'one person' : `${count.toLocaleString('en')} people`}`,
  blocked: 'Look at the list above first: mend each line, or say that you know of it.',
  sureTitle: 'Send it?',
  sureNow: (count, subject) =>
    `“${subject}” goes to ${count === 1 ? 'one person' : `${count.toLocaleString('en')} people`}. For 60 seconds you can still stop it; then it leaves.`,
  sureAt: (count, subject, time) =>
    `“${subject}” goes to ${count === 1 ? 'one person' : `${count.toLocaleString('en')} people`} on ${time}. Until then you can stop it.`,
  surePublish: 'There is no reader yet. The page becomes public, and no mail goes out.',
  forceText: 'This goes to many readers, and your domain fails its checks:',
  force: 'Send it all the same',
  notYet: 'Not yet',
  title: (month) => `Sending ${month}`,
  states: {
    pending: 'Waiting',
    sending: 'Under way',
    sent: 'Sent',
    deferred: 'Tried again later',
    failed: 'Failed',
    unknown: 'In doubt',
    skipped: 'Not sent any more',
  },
  leavesIn: (seconds) =>
    seconds === 1 ? 'It leaves in one second.' : `It leaves in ${seconds} seconds.`,
  leavesAt: (time) => `It leaves on ${time}.`,
  stop: 'Stop: nothing has left yet',
  stopped: 'Stopped. Nothing has left; the issue is a draft again.',
  planning: 'Planning who gets it.',
  pause: 'Pause',
  resume: (left) => `Resume: ${left.toLocaleString('en')} left, nobody twice`,
  cancel: 'Cancel…',
  cancelTitle: 'Cancel this send?',
  cancelText: (sent, left) =>
    `${sent} got it and keep it. ${left} do not get it any more. This cannot be undone.`,
  cancelSure: 'Cancel it for good',
  goOn: 'Go back',
  paused: 'Paused.',
  progress: (done, total) => `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  rate: (rate) => `${rate} a second`,
  left: (time) => `${time} left`,
  lastReply: 'The mail server said last',
  refresh: 'Refresh',
  done: (sent) =>
    sent === 1 ? 'Sent to one person.' : `Sent to ${sent.toLocaleString('en')} people.`,
  doneNobody: 'The page is public. Nobody was there to mail it to.',
  cancelled: 'Cancelled. Nobody else gets it.',
  sum: 'All together',
  holds: 'The numbers add up.',
  broken: 'The numbers do not add up. Please report this.',
  failedTitle: 'Not delivered',
  reason: 'What the mail server said',
  address: 'Address',
  more: 'More',
  unknownTitle: (count) =>
    count === 1 ? 'One delivery is in doubt' : `${count} deliveries are in doubt`,
  unknownText:
    'They were handed over and the answer was never seen. They may have arrived; nothing sends them again by itself.',
  asSent: 'Count them as sent',
  asRetry: 'Send them again',
  settled: (count) =>
    count === 1 ? 'One delivery is settled.' : `${count} deliveries are settled.`,
  plotTitle: 'Sent over time',
  plotText: (most) => `Messages in each step, at most ${most}.`,
  page: 'Its page',
  edit: 'Edit',
  minutes: (count) => (count === 1 ? 'one minute' : `${count} minutes`),
  seconds: (count) => (count === 1 ? 'one second' : `${count} seconds`),
  hours: (count) => (count === 1 ? 'one hour' : `${count} hours`),
}

const number = (count: number) => count.toLocaleString('de')
const people = (count: number) => (count === 1 ? 'eine Person' : `${number(count)} Personen`)

const de: SendingWords = {
  checkTitle: (month) => `${month} prüfen`,
  back: 'Zurück zur Ausgabe',
  green: 'Nichts spricht dagegen, sie zu senden.',
  open: (count) => (count === 1 ? 'Ein Punkt ist offen.' : `${count} Punkte sind offen.`),
  must: 'Zuerst',
  should: 'Dann',
  mend: 'Beheben',
  know: 'Die ausgewählten kenne ich',
  knowHint: 'Das gilt für diese Ausgabe und solange es so bleibt.',
  known: (by, time) => `${by}, ${time}`,
  knownTitle: 'Trotzdem gesendet',
  nothingChosen: 'Wählen Sie zuerst mindestens eine Zeile aus.',
  what: 'Was hinausgeht',
  subject: 'Betreff',
  fingerprint: 'Fingerabdruck',
  to: 'An',
  readers: (count) => (count === 1 ? 'einen Leser' : `${number(count)} Leser`),
  noReader: 'Noch kein Leser. Zeigen Sie Ihre Seite herum.',
  withTag: (tag) => `mit dem Schlagwort „${tag}“`,
  preview: 'Vorschau',
  testTitle: 'Probemail',
  testText: 'Genau die Mail, die hinausginge, nur an Sie.',
  testTo: 'Ihre Adresse',
  testSend: 'Probemail schicken',
  testDone: (to) => `Die Probemail ist unterwegs an ${to}.`,
  testFailed: (why) => `Die Probemail ging nicht hinaus: ${why}`,
  emailWrong: 'Das ist keine Mailadresse. Schreiben Sie sie wie name@example.com',
  sendTitle: 'Senden',
  when: 'Wann',
  now: 'Jetzt',
  nowHint: 'Sie wartet 60 Sekunden, in denen Sie sie anhalten können.',
  at: 'Am',
  zone: (zone) => `Zeiten von ${zone}`,
  day: 'Tag',
  time: 'Uhrzeit',
  timeWrong: 'Geben Sie Tag und Uhrzeit an.',
  timePast: 'Diese Zeit ist vorbei. Wählen Sie eine, die noch kommt.',
  tag: 'Nur an Leser mit dem Schlagwort',
  tagHint: 'Leer heißt: an alle.',
  send: (count) => `An ${people(count)} senden`,
  publish: 'Nur die Seite veröffentlichen',
  schedule: (count) => `Für ${people(count)} planen`,
  blocked:
    'Sehen Sie zuerst die Liste oben durch: beheben Sie jede Zeile, oder sagen Sie, dass Sie sie kennen.',
  sureTitle: 'Wirklich senden?',
  sureNow: (count, subject) =>
    `„${subject}“ geht an ${people(count)}. 60 Sekunden lang können Sie sie noch anhalten; dann geht sie hinaus.`,
  sureAt: (count, subject, time) =>
    `„${subject}“ geht an ${people(count)}, und zwar am ${time}. Bis dahin können Sie sie anhalten.`,
  surePublish:
    'Noch gibt es keinen Leser. Die Seite wird öffentlich, und es geht keine Mail hinaus.',
  forceText: 'Das geht an viele, und Ihre Domain besteht ihre Prüfungen nicht:',
  force: 'Trotzdem senden',
  notYet: 'Noch nicht',
  title: (month) => `${month} senden`,
  states: {
    pending: 'Wartend',
    sending: 'Unterwegs',
    sent: 'Gesendet',
    deferred: 'Später noch einmal',
    failed: 'Gescheitert',
    unknown: 'Fraglich',
    skipped: 'Nicht mehr gesendet',
  },
  leavesIn: (seconds) =>
    seconds === 1 ? 'Sie geht in einer Sekunde hinaus.' : `Sie geht in ${seconds} Sekunden hinaus.`,
  leavesAt: (time) => `Sie geht am ${time} hinaus.`,
  stop: 'Anhalten: noch ist nichts fort',
  stopped: 'Angehalten. Nichts ist fort; die Ausgabe ist wieder ein Entwurf.',
  planning: 'Es wird geplant, wer sie bekommt.',
  pause: 'Anhalten',
  resume: (left) => `Weiter: noch ${number(left)}, niemand zweimal`,
  cancel: 'Abbrechen…',
  cancelTitle: 'Diesen Versand abbrechen?',
  cancelText: (sent, left) =>
    `${sent} haben sie und behalten sie. ${left} bekommen sie nicht mehr. Das ist endgültig.`,
  cancelSure: 'Endgültig abbrechen',
  goOn: 'Zurück',
  paused: 'Angehalten.',
  progress: (done, total) => `${number(done)} von ${number(total)}`,
  rate: (rate) => `${rate} in der Sekunde`,
  left: (time) => `noch ${time}`,
  lastReply: 'Der Mailserver sagte zuletzt',
  refresh: 'Neu laden',
  done: (sent) => `An ${people(sent)} gesendet.`,
  doneNobody: 'Die Seite ist öffentlich. Niemand war da, der sie per Mail bekäme.',
  cancelled: 'Abgebrochen. Niemand bekommt sie mehr.',
  sum: 'Zusammen',
  holds: 'Die Zahlen gehen auf.',
  broken: 'Die Zahlen gehen nicht auf. Bitte melden Sie das.',
  failedTitle: 'Nicht zugestellt',
  reason: 'Was der Mailserver sagte',
  address: 'Adresse',
  more: 'Mehr',
  unknownTitle: (count) =>
    count === 1 ? 'Eine Zustellung ist fraglich' : `${count} Zustellungen sind fraglich`,
  unknownText:
    'Sie wurden übergeben, und die Antwort kam nie an. Vielleicht sind sie angekommen; von selbst wird nichts noch einmal gesendet.',
  asSent: 'Als gesendet zählen',
  asRetry: 'Noch einmal senden',
  settled: (count) =>
    count === 1 ? 'Eine Zustellung ist geklärt.' : `${count} Zustellungen sind geklärt.`,
  plotTitle: 'Gesendet im Lauf der Zeit',
  plotText: (most) => `Mails in jedem Schritt, höchstens ${most}.`,
  page: 'Ihre Seite',
  edit: 'Bearbeiten',
  minutes: (count) => (count === 1 ? 'eine Minute' : `${count} Minuten`),
  seconds: (count) => (count === 1 ? 'eine Sekunde' : `${count} Sekunden`),
  hours: (count) => (count === 1 ? 'eine Stunde' : `${count} Stunden`),
}

export function sendingWords(locale: string): SendingWords {
  return pickWords({ en, de }, locale)
}
