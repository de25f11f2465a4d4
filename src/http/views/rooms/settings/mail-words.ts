import { pickWords } from '../../../../render/locale.ts'

/** Words of the settings' page about mail. */
export interface MailSettingsWords {
  lead: string
  sender: string
  way: string
  encrypted: string
  startTls: string
  toFiles: string
  signature: string
  signedBy: (domain: string, selector: string) => string
  unsigned: string
  bounces: string
  noBounces: string
  readsMailbox: string
  environment: string
  testTitle: string
  testText: string
  testToFile: string
  to: string
  send: string
  sent: (to: string) => string
  sentToFile: (to: string) => string
  notSent: (reply: string) => string
  emailWrong: string
  doctorTitle: string
  never: string
  lookedAt: (time: string) => string
  allWell: string
  good: (count: number) => string
  skipped: (count: number) => string
  look: string
  lookAgain: string
  takesTime: string
  looked: string
  statuses: Record<'warn' | 'fail', string>
}

const en: MailSettingsWords = {
  lead: 'How issues leave this machine, and whether they arrive.',
  sender: 'Sender',
  way: 'Mail server',
  encrypted: 'encrypted from the first byte',
  startTls: 'encrypted where the server offers it',
  toFiles: 'None yet: each mail becomes a file in the outbox folder, and nobody gets any.',
  signature: 'Signature',
  signedBy: (domain, selector) => `DKIM of ${domain}, selector ${selector}`,
  unsigned: 'None from here. Many mail services sign by themselves.',
  bounces: 'Bounces go to',
  noBounces: 'the sender. With an address of their own, they are read by themselves.',
  readsMailbox: 'its mailbox is read',
  environment:
    'These are set where the server is started: MAIL_FROM, SMTP_URL, DKIM_…, BOUNCE_ADDRESS.',
  testTitle: 'Send a test mail',
  testText: 'One mail to you, the way the issues go.',
  testToFile: 'Without a mail server it becomes a file in the outbox folder, to look at.',
  to: 'To',
  send: 'Send a test',
  sent: (to) => `A test mail to ${to} was taken. Look into your mail, and into the spam folder.`,
  sentToFile: (to) =>
    `A test mail to ${to} is a file in the outbox folder now. Open it with a mail program.`,
  notSent: (reply) => `The mail was not taken: ${reply}`,
  emailWrong: 'That is no email address. Write it like name@example.com',
  doctorTitle: 'Does mail arrive?',
  never: 'Nobody has looked yet. It is looked at once a day, and whenever you like.',
  lookedAt: (time) => `Looked at ${time}.`,
  allWell: 'Nothing stands in the way.',
  good: (count) => (count === 1 ? 'One check is good' : `${count} checks are good`),
  skipped: (count) =>
    count === 1 ? 'One check does not apply here' : `${count} checks do not apply here`,
  look: 'Look now',
  lookAgain: 'Look again',
  takesTime: 'Takes a few seconds.',
  looked: 'Looked at just now.',
  statuses: { warn: 'Worth a look.', fail: 'Wrong.' },
}

const de: MailSettingsWords = {
  lead: 'Wie Ausgaben diese Maschine verlassen, und ob sie ankommen.',
  sender: 'Absender',
  way: 'Mailserver',
  encrypted: 'vom ersten Byte an verschlüsselt',
  startTls: 'verschlüsselt, wo der Server es anbietet',
  toFiles: 'Noch keiner: jede Mail wird eine Datei im Ordner outbox, und niemand bekommt eine.',
  signature: 'Signatur',
  signedBy: (domain, selector) => `DKIM von ${domain}, Selektor ${selector}`,
  unsigned: 'Von hier keine. Viele Maildienste signieren selbst.',
  bounces: 'Rückläufer gehen an',
  noBounces: 'den Absender. Mit eigener Adresse werden sie von selbst gelesen.',
  readsMailbox: 'das Postfach wird gelesen',
  environment:
    'Das wird beim Start des Servers festgelegt: MAIL_FROM, SMTP_URL, DKIM_…, BOUNCE_ADDRESS.',
  testTitle: 'Eine Testmail senden',
  testText: 'Eine Mail an Sie, auf dem Weg der Ausgaben.',
  testToFile: 'Ohne Mailserver wird sie eine Datei im Ordner outbox, zum Ansehen.',
  to: 'An',
  send: 'Testmail senden',
  sent: (to) =>
    `Eine Testmail an ${to} wurde angenommen. Sehen Sie in Ihre Mail, auch in den Spam-Ordner.`,
  sentToFile: (to) =>
    `Eine Testmail an ${to} ist jetzt eine Datei im Ordner outbox. Öffnen Sie sie mit einem Mailprogramm.`,
  notSent: (reply) => `Die Mail wurde nicht angenommen: ${reply}`,
  emailWrong: 'Das ist keine Mailadresse. Schreiben Sie sie wie name@example.com',
  doctorTitle: 'Kommen Mails an?',
  never: 'Noch hat niemand nachgesehen. Einmal am Tag geschieht es von selbst, und wann Sie mögen.',
  lookedAt: (time) => `Angesehen ${time}.`,
  allWell: 'Nichts steht im Weg.',
  good: (count) => (count === 1 ? 'Eine Prüfung ist gut' : `${count} Prüfungen sind gut`),
  skipped: (count) =>
    count === 1 ? 'Eine Prüfung betrifft Sie nicht' : `${count} Prüfungen betreffen Sie nicht`,
  look: 'Jetzt ansehen',
  lookAgain: 'Noch einmal ansehen',
  takesTime: 'Dauert einige Sekunden.',
  looked: 'Gerade angesehen.',
  statuses: { warn: 'Einen Blick wert.', fail: 'Falsch.' },
}

export function mailSettingsWords(locale: string): MailSettingsWords {
  return pickWords({ en, de }, locale)
}
