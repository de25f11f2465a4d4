import { pickWords } from '../../render/locale.ts'

/** Every word of the public pages, by locale; a locale without its own reads English. */
export interface PageWords {
  skip: string
  siteNavigation: string
  issues: string
  tags: string
  search: string
  about: string
  feed: string
  contents: string
  links: (count: number) => string
  publishedBy: string
  correctedOn: (date: string) => string
  markdown: string
  previousIssue: string
  nextIssue: string
  allIssues: string
  latestIssue: string
  recentIssues: string
  readIssue: string
  archiveTitle: string
  archiveIntro: (count: number) => string
  noIssueYet: string
  subscribe: string
  subscribeTitle: (name: string) => string
  subscribeIntro: (name: string) => string
  emailLabel: string
  errorPrefix: string
  problemHeading: string
  emailInvalid: string
  /** Beside the field that only programs see and fill in. */
  trapLabel: string
  tooQuick: string
  tooOld: string
  tooMany: (minutes: number) => string
  checkMailTitle: string
  checkMailText: (email: string) => string
  confirmTitle: string
  confirmText: (name: string) => string
  confirmButton: string
  confirmedTitle: string
  confirmedText: (name: string) => string
  alreadyTitle: string
  confirmOverText: string
  confirmOverButton: string
  confirmAgainText: string
  returnTitle: string
  returnText: (name: string) => string
  returnButton: string
  unsubscribeTitle: string
  unsubscribeText: (name: string) => string
  unsubscribeButton: string
  unsubscribedTitle: string
  unsubscribedText: (name: string) => string
  undo: string
  preferencesTitle: (name: string) => string
  preferencesText: string
  preferencesSaved: string
  preferencesMailed: string
  addressField: string
  pauseField: string
  pauseHint: string
  pauseInvalid: string
  textOnlyField: string
  save: string
  notOnListTitle: string
  notOnListText: (name: string) => string
  addressTitle: string
  addressText: (name: string, email: string) => string
  addressButton: string
  addressChangedTitle: string
  addressChangedText: (name: string, email: string) => string
  addressTakenTitle: string
  addressTakenText: (email: string) => string
  dataTitle: string
  dataAskText: string
  dataAskButton: string
  dataMailedText: string
  dataShownText: string
  dataButton: string
  eraseTitle: string
  eraseText: (name: string) => string
  eraseButton: string
  erasedTitle: string
  erasedText: string
  expiredTitle: string
  expiredText: string
  notFoundTitle: string
  notFoundText: string
  errorTitle: string
  errorText: string
  home: string
}

const count = (number: number, one: string, many: string) =>
  `${number} ${number === 1 ? one : many}`

const en: PageWords = {
  skip: 'Skip to content',
  siteNavigation: 'Site',
  issues: 'Issues',
  tags: 'Tags',
  search: 'Search',
  about: 'About',
  feed: 'Feed',
  contents: 'Contents',
  links: (count) => (count === 1 ? '1 link' : `${count} links`),
  publishedBy: 'by',
  correctedOn: (date) => `corrected on ${date}`,
  markdown: 'Markdown',
  previousIssue: 'Earlier',
  nextIssue: 'Later',
  allIssues: 'All issues',
  latestIssue: 'The latest issue',
  recentIssues: 'Earlier issues',
  readIssue: 'Read the issue',
  archiveTitle: 'All issues',
  archiveIntro: (count) => (count === 1 ? 'One issue so far.' : `${count} issues so far.`),
  noIssueYet: 'The first issue is on its way.',
  subscribe: 'Subscribe',
  subscribeTitle: (name) => `Get ${name} by mail`,
  subscribeIntro: () => 'Once a month, no tracking, and you can leave at any time.',
  emailLabel: 'Your email address',
  errorPrefix: 'Error:',
  problemHeading: 'There is a problem',
  emailInvalid: 'That is no email address. Write it like name@example.com',
  trapLabel: 'Leave this field empty',
  tooQuick: 'That was very quick. Please press the button once more.',
  tooOld: 'This page was open for a long time. Please press the button once more.',
  tooMany: (minutes) =>
    `Too many sign-ups from here at this moment. Try again in ${count(minutes, 'minute', 'minutes')}.`,
  checkMailTitle: 'Check your mail',
  checkMailText: (email) =>
    `If ${email} is not on the list yet, a mail is on its way to it. Press the button in that mail, and you are on the list.`,
  confirmTitle: 'Confirm your subscription',
  confirmText: (name) => `Press the button and ${name} comes to you by mail once a month.`,
  confirmButton: 'Confirm subscription',
  confirmedTitle: 'You are on the list',
  confirmedText: (name) => `The next issue of ${name} comes to you by mail.`,
  alreadyTitle: 'You are on the list already',
  confirmOverText: 'Links like this work for seven days. We can mail you a new one.',
  confirmOverButton: 'Mail me a new link',
  confirmAgainText: 'A new link is on its way to you, unless you got one today already.',
  returnTitle: 'Come back',
  returnText: (name) => `Press the button and ${name} comes to you by mail again.`,
  returnButton: 'Come back',
  unsubscribeTitle: 'Leave the list',
  unsubscribeText: (name) => `Press the button and you get no more mail from ${name}.`,
  unsubscribeButton: 'Leave the list',
  unsubscribedTitle: 'You have left the list',
  unsubscribedText: (name) => `${name} will not write to you again.`,
  undo: 'Undo',
  preferencesTitle: (name) => `How you get ${name}`,
  preferencesText: 'Change what you like and save.',
  preferencesSaved: 'Saved.',
  preferencesMailed:
    'Saved. A mail is on its way to the new address: confirm it there, and it takes the place of the old one.',
  addressField: 'Mails go to',
  pauseField: 'No mail before',
  pauseHint: 'Leave it empty to get every issue.',
  pauseInvalid: 'Choose a day that is still to come, within two years.',
  textOnlyField: 'Plain text, without formatting',
  save: 'Save',
  notOnListTitle: 'You are not on the list',
  notOnListText: (name) => `${name} does not come to this address.`,
  addressTitle: 'Confirm the address',
  addressText: (name, email) => `Press the button and ${name} comes to ${email}.`,
  addressButton: 'Confirm this address',
  addressChangedTitle: 'The address is changed',
  addressChangedText: (name, email) => `From now on ${name} comes to ${email}.`,
  addressTakenTitle: 'This address is known already',
  addressTakenText: (email) =>
    `${email} stands on its own in our list. Leave the list with one of the two addresses.`,
  dataTitle: 'Your data',
  dataAskText:
    'We mail you a link to all that is kept about you. With it you can download or delete it.',
  dataAskButton: 'Mail me the link',
  dataMailedText: 'The link is on its way to you. It works for an hour.',
  dataShownText: 'This is all that is kept about you, as a file that people and programs can read.',
  dataButton: 'Download my data',
  eraseTitle: 'Delete my data',
  eraseText: (name) =>
    `Press the button and ${name} forgets you. This cannot be undone; only a code stays, so that your address is not added again.`,
  eraseButton: 'Delete everything',
  erasedTitle: 'You are forgotten',
  erasedText: 'Everything about you is deleted, and no further mail comes to you.',
  expiredTitle: 'This link no longer works',
  expiredText: 'It is too old, or it was used before. Ask for a new one.',
  notFoundTitle: 'There is nothing here',
  notFoundText:
    'The address may be wrong, or the page was moved. Every issue is still in the archive.',
  errorTitle: 'Something went wrong',
  errorText: 'The fault is ours. Try again in a few minutes.',
  home: 'Go to the home page',
}

const de: PageWords = {
  skip: 'Zum Text',
  siteNavigation: 'Seiten',
  issues: 'Ausgaben',
  tags: 'Schlagwörter',
  search: 'Suche',
  about: 'Über',
  feed: 'Feed',
  contents: 'Inhalt',
  links: (count) => (count === 1 ? '1 Link' : `${count} Links`),
  publishedBy: 'von',
  correctedOn: (date) => `berichtigt am ${date}`,
  markdown: 'Markdown',
  previousIssue: 'Früher',
  nextIssue: 'Später',
  allIssues: 'Alle Ausgaben',
  latestIssue: 'Die neueste Ausgabe',
  recentIssues: 'Frühere Ausgaben',
  readIssue: 'Ausgabe lesen',
  archiveTitle: 'Alle Ausgaben',
  archiveIntro: (count) => (count === 1 ? 'Bisher eine Ausgabe.' : `Bisher ${count} Ausgaben.`),
  noIssueYet: 'Die erste Ausgabe ist unterwegs.',
  subscribe: 'Abonnieren',
  subscribeTitle: (name) => `${name} per Mail`,
  subscribeIntro: () => 'Einmal im Monat, ohne Zählpixel, jederzeit abbestellbar.',
  emailLabel: 'Ihre Mailadresse',
  errorPrefix: 'Fehler:',
  problemHeading: 'So geht es nicht',
  emailInvalid: 'Das ist keine Mailadresse. Schreiben Sie sie wie name@example.com',
  trapLabel: 'Dieses Feld leer lassen',
  tooQuick: 'Das ging sehr schnell. Bitte drücken Sie den Knopf noch einmal.',
  tooOld: 'Diese Seite war lange offen. Bitte drücken Sie den Knopf noch einmal.',
  tooMany: (minutes) =>
    `Von hier kommen gerade zu viele Anmeldungen. Versuchen Sie es in ${count(minutes, 'Minute', 'Minuten')} noch einmal.`,
  checkMailTitle: 'Sehen Sie in Ihr Postfach',
  checkMailText: (email) =>
    `Wenn ${email} noch nicht auf der Liste steht, ist eine Mail dorthin unterwegs. Mit dem Knopf darin kommen Sie auf die Liste.`,
  confirmTitle: 'Abonnement bestätigen',
  confirmText: (name) => `Ein Knopfdruck, und ${name} kommt einmal im Monat zu Ihnen.`,
  confirmButton: 'Abonnement bestätigen',
  confirmedTitle: 'Sie stehen auf der Liste',
  confirmedText: (name) => `Die nächste Ausgabe von ${name} kommt per Mail.`,
  alreadyTitle: 'Sie stehen schon auf der Liste',
  confirmOverText: 'Solche Links gelten sieben Tage. Wir können Ihnen einen neuen schicken.',
  confirmOverButton: 'Neuen Link schicken',
  confirmAgainText: 'Ein neuer Link ist unterwegs, wenn Sie heute noch keinen bekommen haben.',
  returnTitle: 'Zurückkommen',
  returnText: (name) => `Ein Knopfdruck, und ${name} kommt wieder per Mail zu Ihnen.`,
  returnButton: 'Zurückkommen',
  unsubscribeTitle: 'Abmelden',
  unsubscribeText: (name) => `Ein Knopfdruck, und ${name} schreibt Ihnen nicht mehr.`,
  unsubscribeButton: 'Abmelden',
  unsubscribedTitle: 'Sie sind abgemeldet',
  unsubscribedText: (name) => `${name} schreibt Ihnen nicht mehr.`,
  undo: 'Rückgängig',
  preferencesTitle: (name) => `Wie Sie ${name} bekommen`,
  preferencesText: 'Ändern Sie, was Sie möchten, und speichern Sie.',
  preferencesSaved: 'Gespeichert.',
  preferencesMailed:
    'Gespeichert. Eine Mail ist unterwegs an die neue Adresse: Bestätigen Sie sie dort, dann ersetzt sie die alte.',
  addressField: 'Mails gehen an',
  pauseField: 'Keine Mail vor dem',
  pauseHint: 'Leer heißt: jede Ausgabe.',
  pauseInvalid: 'Wählen Sie einen Tag, der noch kommt, innerhalb von zwei Jahren.',
  textOnlyField: 'Reiner Text, ohne Gestaltung',
  save: 'Speichern',
  notOnListTitle: 'Sie stehen nicht auf der Liste',
  notOnListText: (name) => `${name} kommt nicht an diese Adresse.`,
  addressTitle: 'Adresse bestätigen',
  addressText: (name, email) => `Ein Knopfdruck, und ${name} kommt an ${email}.`,
  addressButton: 'Adresse bestätigen',
  addressChangedTitle: 'Die Adresse ist geändert',
  addressChangedText: (name, email) => `Von nun an kommt ${name} an ${email}.`,
  addressTakenTitle: 'Diese Adresse ist schon bekannt',
  addressTakenText: (email) =>
    `${email} steht für sich auf unserer Liste. Melden Sie sich mit einer der beiden Adressen ab.`,
  dataTitle: 'Ihre Daten',
  dataAskText:
    'Wir schicken Ihnen einen Link zu allem, was über Sie gespeichert ist. Damit können Sie es herunterladen oder löschen.',
  dataAskButton: 'Link schicken',
  dataMailedText: 'Der Link ist unterwegs. Er gilt eine Stunde.',
  dataShownText:
    'Das ist alles, was über Sie gespeichert ist, als Datei, die Menschen und Programme lesen können.',
  dataButton: 'Meine Daten herunterladen',
  eraseTitle: 'Meine Daten löschen',
  eraseText: (name) =>
    `Ein Knopfdruck, und ${name} vergisst Sie. Das ist endgültig; nur ein Code bleibt, damit Ihre Adresse nicht wieder aufgenommen wird.`,
  eraseButton: 'Alles löschen',
  erasedTitle: 'Sie sind vergessen',
  erasedText: 'Alles über Sie ist gelöscht, und es kommt keine Mail mehr.',
  expiredTitle: 'Dieser Link gilt nicht mehr',
  expiredText: 'Er ist zu alt oder wurde schon benutzt. Fordern Sie einen neuen an.',
  notFoundTitle: 'Hier ist nichts',
  notFoundText: 'Die Adresse stimmt nicht, oder was hier war, ist fort. Die Ausgaben sind alle da.',
  errorTitle: 'Etwas ging schief',
  errorText: 'Das liegt an uns, nicht an Ihnen. Versuchen Sie es in einigen Minuten noch einmal.',
  home: 'Zur Startseite',
}

export function pageWords(locale: string): PageWords {
  return pickWords({ en, de }, locale)
}
