import { pickWords } from '../../../../render/locale.ts'

export const SETTINGS_PAGES = [
  'publication',
  'sections',
  'look',
  'about',
  'schedule',
  'mail',
  'saving',
  'numbers',
  'responses',
  'access',
  'people',
  'tokens',
  'webhooks',
  'jobs',
] as const
export type SettingsPage = (typeof SETTINGS_PAGES)[number]

/** Words of the settings. */
export interface SettingsWords {
  title: string
  pages: Record<SettingsPage, string>
  saved: string
  save: string
  name: string
  nameHint: string
  description: string
  descriptionHint: string
  author: string
  authorHint: string
  locale: string
  localeHint: string
  zone: string
  zoneHint: string
  titlePattern: string
  titlePatternHint: string
  example: string
  embedTitle: string
  embedText: string
  address: string
  addressHint: string
  start: string
  signup: string
  signupHint: string
  sectionsText: string
  sectionName: (number: number) => string
  up: (name: string) => string
  down: (name: string) => string
  remove: (name: string) => string
  newSection: string
  add: string
  scheduleText: string
  modes: Record<'off' | 'review' | 'automatic', [name: string, hint: string]>
  mode: string
  on: string
  ons: Record<'day' | 'last_weekday', [name: string, hint: string]>
  day: string
  dayHint: string
  time: string
  timeHint: (zone: string) => string
  minimum: string
  minimumHint: string
  grace: string
  graceHint: string
  next: (time: string) => string
}

const en: SettingsWords = {
  title: 'Settings',
  pages: {
    publication: 'Publication',
    sections: 'Sections',
    look: 'Look',
    about: 'About',
    schedule: 'Schedule',
    mail: 'Mail',
    saving: 'Saving',
    numbers: 'Reader numbers',
    responses: 'Responses',
    access: 'Login',
    people: 'People',
    tokens: 'Tokens',
    webhooks: 'Webhooks',
    jobs: 'Jobs',
  },
  saved: 'Saved.',
  save: 'Save',
  name: 'Name',
  nameHint: 'On the site, in mails and in feeds.',
  description: 'Description',
  descriptionHint: 'One or two sentences, on the home page and in feeds.',
  author: 'Author',
  authorHint: 'Your name, as readers see it.',
  locale: 'Language',
  localeHint: 'Of pages, mails and rooms: en, de, …',
  zone: 'Time zone',
  zoneHint: 'Where a month begins and ends.',
  titlePattern: 'Title of an issue',
  titlePatternHint: '{month} and {year} are filled in.',
  example: 'This month it would be',
  embedTitle: 'A sign-up form for a page of your own',
  embedText: 'Copy this into the page. It posts to this site, and needs no script.',
  address: 'Address',
  addressHint:
    'It is set where the server is started (BASE_URL), and stands in every link and mail.',
  start: 'The first steps once more',
  signup: 'Strangers may subscribe on the site',
  signupHint: 'Each address is asked by mail before it is on the list.',
  sectionsText: 'The groups of an issue, in their order. Issues that were published keep theirs.',
  sectionName: (number) => `Section ${number}`,
  up: (name) => `Up: ${name}`,
  down: (name) => `Down: ${name}`,
  remove: (name) => `Remove: ${name}`,
  newSection: 'New section',
  add: 'Add',
  scheduleText: 'When the links of a month become an issue.',
  modes: {
    review: ['A draft waits for me', 'It is assembled by itself; you look at it and send it.'],
    automatic: [
      'It is sent by itself',
      'It is assembled and sent, unless something speaks against it or it is late by more than the time below: then you are asked.',
    ],
    off: ['Nothing by itself', 'You assemble and send by hand.'],
  },
  mode: 'What happens',
  on: 'On which day',
  ons: {
    day: ['A day of the following month', 'The whole month is in it.'],
    last_weekday: [
      'The last weekday of the month',
      'Monday to Friday. What is saved after it goes into the next issue.',
    ],
  },
  day: 'Day of the following month',
  dayHint: '1 to 31; where a month is shorter, its last day.',
  time: 'Time',
  timeHint: (zone) => `On the clock of ${zone}.`,
  minimum: 'Fewest links',
  minimumHint: 'A month with fewer makes no issue; its links wait for the next.',
  grace: 'Hours it may be late',
  graceHint: 'After a longer time without power or a restored backup, you are asked first.',
  next: (time) => `Next: ${time}.`,
}

const de: SettingsWords = {
  title: 'Einstellungen',
  pages: {
    publication: 'Veröffentlichung',
    sections: 'Rubriken',
    look: 'Aussehen',
    about: 'Über',
    schedule: 'Zeitplan',
    mail: 'Mail',
    saving: 'Speichern',
    numbers: 'Leserzahlen',
    responses: 'Antworten',
    access: 'Anmeldung',
    people: 'Personen',
    tokens: 'Tokens',
    webhooks: 'Webhooks',
    jobs: 'Aufträge',
  },
  saved: 'Gespeichert.',
  save: 'Speichern',
  name: 'Name',
  nameHint: 'Auf der Seite, in Mails und in Feeds.',
  description: 'Beschreibung',
  descriptionHint: 'Ein, zwei Sätze, auf der Startseite und in Feeds.',
  author: 'Autorin oder Autor',
  authorHint: 'Ihr Name, wie Leser ihn sehen.',
  locale: 'Sprache',
  localeHint: 'Von Seiten, Mails und Räumen: de, en, …',
  zone: 'Zeitzone',
  zoneHint: 'Wo ein Monat beginnt und endet.',
  titlePattern: 'Titel einer Ausgabe',
  titlePatternHint: '{month} und {year} werden eingesetzt.',
  example: 'In diesem Monat wäre es',
  embedTitle: 'Ein Anmeldeformular für eine eigene Seite',
  embedText: 'Kopieren Sie dies in die Seite. Es sendet an diese Seite und braucht kein Skript.',
  address: 'Adresse',
  addressHint:
    'Sie wird beim Start des Servers festgelegt (BASE_URL) und steht in jedem Link und jeder Mail.',
  start: 'Die ersten Schritte noch einmal',
  signup: 'Fremde dürfen sich auf der Seite anmelden',
  signupHint: 'Jede Adresse wird per Mail gefragt, bevor sie auf der Liste steht.',
  sectionsText:
    'Die Gruppen einer Ausgabe, in ihrer Reihenfolge. Veröffentlichte Ausgaben behalten ihre.',
  sectionName: (number) => `Rubrik ${number}`,
  up: (name) => `Nach oben: ${name}`,
  down: (name) => `Nach unten: ${name}`,
  remove: (name) => `Entfernen: ${name}`,
  newSection: 'Neue Rubrik',
  add: 'Anlegen',
  scheduleText: 'Wann aus den Links eines Monats eine Ausgabe wird.',
  modes: {
    review: [
      'Ein Entwurf wartet auf mich',
      'Er entsteht von selbst; Sie sehen ihn an und senden ihn.',
    ],
    automatic: [
      'Sie wird von selbst gesendet',
      'Sie entsteht und geht hinaus, außer etwas spricht dagegen oder sie ist später als unten erlaubt: dann werden Sie gefragt.',
    ],
    off: ['Nichts von selbst', 'Sie stellen zusammen und senden von Hand.'],
  },
  mode: 'Was geschieht',
  on: 'An welchem Tag',
  ons: {
    day: ['An einem Tag des folgenden Monats', 'Der ganze Monat ist darin.'],
    last_weekday: [
      'Am letzten Wochentag des Monats',
      'Montag bis Freitag. Was danach gespeichert wird, kommt in die nächste Ausgabe.',
    ],
  },
  day: 'Tag des folgenden Monats',
  dayHint: '1 bis 31; ist ein Monat kürzer, sein letzter Tag.',
  time: 'Uhrzeit',
  timeHint: (zone) => `Nach der Uhr von ${zone}.`,
  minimum: 'Mindestzahl an Links',
  minimumHint: 'Ein Monat mit weniger wird keine Ausgabe; seine Links warten auf den nächsten.',
  grace: 'Stunden, die sie sich verspäten darf',
  graceHint:
    'Nach längerem Stillstand oder einer zurückgespielten Sicherung werden Sie erst gefragt.',
  next: (time) => `Nächstes Mal: ${time}.`,
}

export function settingsWords(locale: string): SettingsWords {
  return pickWords({ en, de }, locale)
}
