import { pickWords } from '../../../render/locale.ts'
import { de } from './words-de.ts'
import { en } from './words-en.ts'

/** Every word of the owner's rooms, by locale; a locale without its own reads English. */
export interface RoomWords {
  errorPrefix: string
  problemHeading: string
  skip: string
  rooms: string
  menu: string
  overview: string
  links: string
  issues: string
  responses: string
  subscribers: string
  sources: string
  settings: string
  saveALink: string
  tokens: string
  access: string
  site: string
  logOut: string
  goOn: string
  goBack: string

  logInTitle: (name: string) => string
  email: string
  emailHint: string
  password: string
  logIn: string
  mailMeALink: string
  logInAgain: string
  keptText: string
  wrongLogin: string
  emailWrong: string
  tooManyTries: (minutes: number) => string
  noWayIn: string
  linkSentTitle: string
  linkSentText: (email: string, minutes: number) => string
  linkSentElse: string
  enterTitle: (name: string) => string
  enterText: string
  linkOver: string
  linkOverText: string
  askAgainTitle: string
  askAgainText: string
  loggedInAgain: string
  loggedInAgainText: string
  loggedOut: string
  loggedOutText: string
  foreignTitle: string
  foreignText: (origin: string) => string
  postOnlyTitle: string
  postOnlyText: string
  tooLarge: string
  tooLong: (most: number) => string
  firstTime: string

  saveTo: (month: string) => string
  address: string
  title: string
  note: string
  section: string
  noSection: string
  tags: string
  tagsHint: string
  month: string
  saveLink: string
  update: string
  updateTitle: string
  notYet: string
  savedOn: (date: string) => string
  inDraft: (month: string) => string
  inSending: (month: string) => string
  publishedIn: (month: string) => string
  keptFor: (month: string) => string
  skipped: string
  /** Joins the parts of "Saved on 3 July, in the August draft". */
  comma: string
  conflict: string
  restored: string
  keys: string
  invalidAddress: string
  savedTitle: (month: string) => string
  updatedTitle: string
  mergedTitle: string
  mergedText: string
  canClose: string
  change: string
  backTo: (host: string) => string

  welcomeTitle: string
  welcomeText: string
  later: string
  waiting: (count: number) => string
  withoutNote: (count: number) => string
  nothingKept: (month: string) => string
  fromBrowser: string
  bookmarkletName: string
  bookmarkletText: string
  bookmarkletSteps: string[]
  bookmarkletPhone: string
  doNotClick: string
  fromPhone: string
  androidText: (name: string) => string
  iphoneTitle: string
  iphoneText: string
  iphoneSteps: (api: string) => string[]
  fromPrograms: string
  fromProgramsText: string

  accessTitle: string
  newPassword: string
  passwordHint: (length: number) => string
  leaveEmpty: string
  currentPassword: string
  currentWrong: string
  passwordShort: (least: number, length: number) => string
  passwordLong: (most: number) => string
  passwordGuessable: string
  save: string
  loginSaved: string
  sessionsTitle: string
  sessionsText: string
  thisBrowser: string
  lastSeen: (time: string) => string
  end: string
  endNamed: (device: string) => string
  endOthers: string
  unknownDevice: string
  onSystem: (browser: string, system: string) => string

  fromElsewhere: string
  fromElsewhereText: string
  transferTitle: string
  transferText: string
  importFile: string
  importFileHint: string
  importFileMissing: string
  importTooLarge: string
  importFormat: string
  importAuto: string
  importEnrich: string
  importButton: string
  /** `{n}` is the number of entries so far. */
  importReading: string
  importLost: string
  imported: (created: number, known: number, rejected: number) => string
  importRejected: (count: number) => string
  importLine: (line: number) => string
  importMore: (count: number) => string
  exportTitle: string
  exportText: string
  exportFormats: Record<'json' | 'netscape' | 'csv' | 'opml' | 'wxr', string>

  tokensTitle: string
  tokensText: string
  noToken: string
  newToken: string
  tokenMadeBy: (name: string) => string
  tokenName: string
  tokenNameHint: string
  tokenNameMissing: string
  scope: string
  scopes: Record<'save' | 'edit' | 'admin', string>
  scopeMissing: string
  makeToken: string
  tokenMadeTitle: (name: string) => string
  tokenMadeText: string
  tokenLabel: string
  revoke: string
  revokeNamed: (name: string) => string
  revoked: string
  lastUsed: (time: string) => string
  neverUsed: string
}

export function roomWords(locale: string): RoomWords {
  return pickWords({ en, de }, locale)
}
