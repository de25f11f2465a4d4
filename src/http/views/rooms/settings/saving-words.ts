import { pickWords } from '../../../../render/locale.ts'

/** Words of the settings' page about the ways to save; those of the ways themselves are the rooms'. */
export interface SavingWords {
  lead: string
  scan: (address: string) => string
  qrLabel: string
  unreachable: (address: string) => string
  byMail: string
  byMailText: string
  byMailHow: string
  addresses: string
  name: string
  nameHint: string
  make: string
  made: string
  madeText: string
  madeLabel: string
  lastUsed: (time: string) => string
  neverUsed: string
  remove: string
  removeNamed: (name: string) => string
  removed: string
}

const en: SavingWords = {
  lead: 'Every way to keep a page. One is enough; the bookmarklet is the quickest.',
  scan: (address) => `Point the camera of your phone at the code, or open ${address} on it.`,
  qrLabel: 'QR code of this page’s address',
  unreachable: (address) =>
    `A phone cannot reach ${address}: start the server with a BASE_URL that it can.`,
  byMail: 'Save by mail',
  byMailText:
    'Mail a link to yourself from anywhere: your note, and below it the address on a line of its own.',
  byMailHow:
    'Make a secret address here, and have your mail service post what comes in to it (SendGrid, Mailgun, Postmark, Cloudflare, or a pipe on your own mail server).',
  addresses: 'Addresses for mail',
  name: 'Name',
  nameHint: 'What posts to it, to tell several apart.',
  make: 'Make an address',
  made: 'The address is made.',
  madeText: 'Copy it now: it is shown this once.',
  madeLabel: 'Address to post mail to',
  lastUsed: (time) => `last used ${time}`,
  neverUsed: 'never used',
  remove: 'Remove',
  removeNamed: (name) => `Remove: ${name}`,
  removed: 'The address is removed; what is posted to it is refused.',
}

const de: SavingWords = {
  lead: 'Alle Wege, eine Seite zu behalten. Einer genügt; das Lesezeichen ist der schnellste.',
  scan: (address) =>
    `Halten Sie die Kamera Ihres Telefons auf den Code, oder öffnen Sie dort ${address}.`,
  qrLabel: 'QR-Code der Adresse dieser Seite',
  unreachable: (address) =>
    `Ein Telefon erreicht ${address} nicht: starten Sie den Server mit einer BASE_URL, die es erreicht.`,
  byMail: 'Speichern per Mail',
  byMailText:
    'Schicken Sie sich einen Link von überall: Ihre Notiz, und darunter die Adresse auf einer eigenen Zeile.',
  byMailHow:
    'Machen Sie hier eine geheime Adresse und lassen Sie Ihren Maildienst dorthin liefern, was ankommt (SendGrid, Mailgun, Postmark, Cloudflare oder eine Pipe auf dem eigenen Mailserver).',
  addresses: 'Adressen für Mail',
  name: 'Name',
  nameHint: 'Wer dorthin liefert, um mehrere zu unterscheiden.',
  make: 'Adresse machen',
  made: 'Die Adresse ist gemacht.',
  madeText: 'Kopieren Sie sie jetzt: Sie wird nur dieses Mal gezeigt.',
  madeLabel: 'Adresse, an die Mail geliefert wird',
  lastUsed: (time) => `zuletzt benutzt ${time}`,
  neverUsed: 'nie benutzt',
  remove: 'Entfernen',
  removeNamed: (name) => `Entfernen: ${name}`,
  removed: 'Die Adresse ist entfernt; was dorthin geliefert wird, wird abgelehnt.',
}

export function savingWords(locale: string): SavingWords {
  return pickWords({ en, de }, locale)
}
