import type { StartStep } from '../../../../desks/start-desk.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of the first steps. */
export interface StartWords {
  title: string
  lead: string
  over: string
  done: string
  steps: Record<StartStep, [title: string, why: string]>
  name: string
  zone: string
  zoneHint: string
  address: (url: string) => string
  url: string
  note: string
  noteHint: string
  email: string
  to: string
  toFile: string
  acts: Record<StartStep, string>
  did: Record<StartStep, string>
  didFile: string
  problems: { name: string; email: string; mail: (reply: string) => string }
  otherWays: string
  later: string
  laterHint: string
  overview: string
  links: string
  sampleTitle: string
  sampleText: string
  sampleLoad: string
  sampleThereTitle: string
  sampleThere: string
  sampleRemove: string
  sampleLoaded: string
  sampleRemoved: string
  sampleKept: string
}

const en: StartWords = {
  title: 'First steps',
  lead: 'Four small things and the first issue can come. Leave when you like; what is done stays done.',
  over: 'All done. Save what is worth it, write a line about each, and the month becomes an issue.',
  done: 'done',
  steps: {
    name: ['Name it', 'What readers see on the site and in their mail.'],
    link: ['Save a first link', 'A page that you would tell a friend about.'],
    reader: ['Be the first reader', 'You get each issue as everybody else does.'],
    mail: ['Send a test mail', 'To see that mail arrives, before it matters.'],
  },
  name: 'Name of the publication',
  zone: 'Time zone',
  zoneHint: 'Where a month begins and ends.',
  address: (url) => `Its address is ${url}, as set with BASE_URL where the server is started.`,
  url: 'Address of the page',
  note: 'Your note',
  noteHint: 'Why is it worth reading? It can wait.',
  email: 'Your email address',
  to: 'To',
  toFile: 'There is no mail server yet: the mail becomes a file in the outbox folder.',
  acts: {
    name: 'Save',
    link: 'Save link',
    reader: 'Put me on the list',
    mail: 'Send a test',
  },
  did: {
    name: 'It has a name.',
    link: 'The link is saved.',
    reader: 'You are on the list.',
    mail: 'The mail was taken. Look into your mail, and into the spam folder.',
  },
  didFile: 'The mail is a file in the outbox folder now. Open it with a mail program.',
  problems: {
    name: 'Give it a name.',
    email: 'That is no email address. Write it like name@example.com',
    mail: (reply) => `The mail was not taken: ${reply}`,
  },
  otherWays: 'Quicker ways: bookmarklet, phone, mail',
  later: 'Leave this for later',
  laterHint: 'It stays under Settings, Publication.',
  overview: 'To the overview',
  links: 'To the links',
  sampleTitle: 'Look round first?',
  sampleText:
    'A sample month has a few links with notes, to try everything with. One press takes it away again, and nothing that you wrote.',
  sampleLoad: 'Load the sample month',
  sampleThereTitle: 'The sample month',
  sampleThere: 'It is loaded: write into it, assemble it, send yourself a test.',
  sampleRemove: 'Take the sample month away',
  sampleLoaded: 'The sample month is there: see Links, then assemble an issue.',
  sampleRemoved: 'The sample month is gone; your own links are as they were.',
  sampleKept: 'The sample month is gone, except for the links that you wrote into.',
}

const de: StartWords = {
  title: 'Erste Schritte',
  lead: 'Vier kleine Dinge, und die erste Ausgabe kann kommen. Gehen Sie, wann Sie mögen; Getanes bleibt getan.',
  over: 'Alles getan. Speichern Sie, was es wert ist, schreiben Sie je eine Zeile dazu, und der Monat wird eine Ausgabe.',
  done: 'getan',
  steps: {
    name: ['Einen Namen geben', 'Was Leser auf der Seite und in ihrer Mail sehen.'],
    link: ['Einen ersten Link speichern', 'Eine Seite, von der Sie Freunden erzählen würden.'],
    reader: ['Selbst der erste Leser sein', 'Sie bekommen jede Ausgabe wie alle anderen.'],
    mail: ['Eine Testmail senden', 'Um zu sehen, dass Mail ankommt, bevor es darauf ankommt.'],
  },
  name: 'Name der Veröffentlichung',
  zone: 'Zeitzone',
  zoneHint: 'Wo ein Monat beginnt und endet.',
  address: (url) => `Ihre Adresse ist ${url}, wie mit BASE_URL beim Start des Servers festgelegt.`,
  url: 'Adresse der Seite',
  note: 'Ihre Notiz',
  noteHint: 'Warum lohnt sie sich? Das kann warten.',
  email: 'Ihre Mailadresse',
  to: 'An',
  toFile: 'Es gibt noch keinen Mailserver: die Mail wird eine Datei im Ordner outbox.',
  acts: {
    name: 'Speichern',
    link: 'Link speichern',
    reader: 'Mich auf die Liste setzen',
    mail: 'Testmail senden',
  },
  did: {
    name: 'Sie hat einen Namen.',
    link: 'Der Link ist gespeichert.',
    reader: 'Sie stehen auf der Liste.',
    mail: 'Die Mail wurde angenommen. Sehen Sie in Ihre Mail, auch in den Spam-Ordner.',
  },
  didFile: 'Die Mail ist jetzt eine Datei im Ordner outbox. Öffnen Sie sie mit einem Mailprogramm.',
  problems: {
    name: 'Geben Sie ihr einen Namen.',
    email: 'Das ist keine Mailadresse. Schreiben Sie sie wie name@example.com',
    mail: (reply) => `Die Mail wurde nicht angenommen: ${reply}`,
  },
  otherWays: 'Schnellere Wege: Lesezeichen, Telefon, Mail',
  later: 'Später weitermachen',
  laterHint: 'Es bleibt unter Einstellungen, Veröffentlichung.',
  overview: 'Zur Übersicht',
  links: 'Zu den Links',
  sampleTitle: 'Erst einmal umsehen?',
  sampleText:
    'Ein Beispielmonat hat einige Links mit Notizen, um alles auszuprobieren. Ein Knopfdruck nimmt ihn wieder weg, und nichts, was Sie geschrieben haben.',
  sampleLoad: 'Beispielmonat laden',
  sampleThereTitle: 'Der Beispielmonat',
  sampleThere:
    'Er ist geladen: schreiben Sie hinein, stellen Sie ihn zusammen, senden Sie sich einen Test.',
  sampleRemove: 'Beispielmonat wegnehmen',
  sampleLoaded:
    'Der Beispielmonat ist da: sehen Sie unter Links nach, dann stellen Sie eine Ausgabe zusammen.',
  sampleRemoved: 'Der Beispielmonat ist fort; Ihre eigenen Links sind, wie sie waren.',
  sampleKept: 'Der Beispielmonat ist fort, bis auf die Links, in die Sie geschrieben haben.',
}

export function startWords(locale: string): StartWords {
  return pickWords({ en, de }, locale)
}
