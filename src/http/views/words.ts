import { pickWords } from '../../render/locale.ts'

/** Every word of the public pages, by locale; a locale without its own reads English. */
export interface PageWords {
  skip: string
  siteNavigation: string
  issues: string
  tags: string
  search: string
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
  checkMailTitle: string
  checkMailText: (email: string) => string
  confirmTitle: string
  confirmText: (name: string) => string
  confirmButton: string
  confirmedTitle: string
  confirmedText: (name: string) => string
  unsubscribeTitle: string
  unsubscribeText: (name: string) => string
  unsubscribeButton: string
  unsubscribedTitle: string
  unsubscribedText: (name: string) => string
  undo: string
  expiredTitle: string
  expiredText: string
  notFoundTitle: string
  notFoundText: string
  errorTitle: string
  errorText: string
  home: string
}

const en: PageWords = {
  skip: 'Skip to content',
  siteNavigation: 'Site',
  issues: 'Issues',
  tags: 'Tags',
  search: 'Search',
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
  checkMailTitle: 'Check your mail',
  checkMailText: (email) =>
    `A mail is on its way to ${email}. Press the button in it, and you are on the list.`,
  confirmTitle: 'Confirm your subscription',
  confirmText: (name) => `Press the button and ${name} comes to you by mail once a month.`,
  confirmButton: 'Confirm subscription',
  confirmedTitle: 'You are on the list',
  confirmedText: (name) => `The next issue of ${name} comes to you by mail.`,
  unsubscribeTitle: 'Leave the list',
  unsubscribeText: (name) => `Press the button and you get no more mail from ${name}.`,
  unsubscribeButton: 'Leave the list',
  unsubscribedTitle: 'You have left the list',
  unsubscribedText: (name) => `${name} will not write to you again.`,
  undo: 'Undo',
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
  checkMailTitle: 'Sehen Sie in Ihr Postfach',
  checkMailText: (email) =>
    `Eine Mail ist unterwegs an ${email}. Mit dem Knopf darin kommen Sie auf die Liste.`,
  confirmTitle: 'Abonnement bestätigen',
  confirmText: (name) => `Ein Knopfdruck, und ${name} kommt einmal im Monat zu Ihnen.`,
  confirmButton: 'Abonnement bestätigen',
  confirmedTitle: 'Sie stehen auf der Liste',
  confirmedText: (name) => `Die nächste Ausgabe von ${name} kommt per Mail.`,
  unsubscribeTitle: 'Abmelden',
  unsubscribeText: (name) => `Ein Knopfdruck, und ${name} schreibt Ihnen nicht mehr.`,
  unsubscribeButton: 'Abmelden',
  unsubscribedTitle: 'Sie sind abgemeldet',
  unsubscribedText: (name) => `${name} schreibt Ihnen nicht mehr.`,
  undo: 'Rückgängig',
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
