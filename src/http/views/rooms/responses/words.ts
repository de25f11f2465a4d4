import type { PingState, Relation, ResponseTab } from '../../../../domain/response.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of the room of responses, of their settings, and of who was told of an issue. */
export interface ResponsesRoomWords {
  title: string
  tabs: Record<ResponseTab, string>
  tabsLabel: string
  none: Record<ResponseTab, string>
  toSettings: string
  off: string
  comment: string
  relations: Record<Relation, string>
  to: string
  from: string
  approve: string
  hide: string
  spam: string
  notSpam: string
  remove: string
  removeSpam: string
  named: (act: string, name: string) => string
  did: Record<'shown' | 'held' | 'spam' | 'removed' | 'emptied', string>
  unreadable: (reason: string) => string
  nameless: string

  settings: string
  lead: string
  receive: string
  comments: string
  commentsHint: string
  mentions: string
  mentionsHint: string
  digest: string
  digestHint: string
  replyTo: string
  replyToHint: string
  replyToWrong: string
  tell: string
  tellLinked: string
  tellLinkedHint: string
  hub: string
  hubHint: string
  hubWrong: string
  save: string
  saved: string
  waiting: (count: number) => string

  told: string
  toldText: string
  hubName: string
  toldList: (count: number) => string
  sums: Record<PingState, (count: number) => string>
  states: Record<PingState, string>
}

const en: ResponsesRoomWords = {
  title: 'Responses',
  tabs: { held: 'To read', shown: 'Shown', spam: 'Spam' },
  tabsLabel: 'Responses by state',
  none: {
    held: 'Nothing waits to be read.',
    shown: 'No response is shown yet.',
    spam: 'No spam.',
  },
  toSettings: 'Who may respond',
  off: 'Comments and mentions are off: nobody can respond yet.',
  comment: 'Comment',
  relations: {
    reply: 'Reply',
    like: 'Like',
    repost: 'Shared',
    bookmark: 'Bookmark',
    mention: 'Mention',
  },
  to: 'to',
  from: 'on',
  approve: 'Show it',
  hide: 'Take it back',
  spam: 'Spam',
  notSpam: 'Not spam',
  remove: 'Delete',
  removeSpam: 'Delete all spam',
  named: (act, name) => `${act}: ${name}`,
  did: {
    shown: 'It is public now.',
    held: 'It is not public any more.',
    spam: 'It lies with the spam.',
    removed: 'It is deleted.',
    emptied: 'The spam is deleted.',
  },
  unreadable: (reason) => `Its page could not be read again: ${reason}`,
  nameless: 'Without a name',

  settings: 'Responses',
  lead: 'All of it is off until you want it. Nothing that others write is public before you have read it.',
  receive: 'What comes in',
  comments: 'Comments under issues',
  commentsHint: 'A name and plain text. A mail address is optional and never shown.',
  mentions: 'Mentions on other sites (Webmention)',
  mentionsHint: 'A site that links to an issue may say so. Its page is read in the background.',
  digest: 'Tell me by mail, at most once a day',
  digestHint: 'To the address of your login, when something new waits.',
  replyTo: 'Address for “Reply by mail”',
  replyToHint: 'Readers see it under each issue. Empty: no such link.',
  replyToWrong: 'Write an address like name@example.com, or leave it empty.',
  tell: 'What goes out',
  tellLinked: 'Tell the pages that an issue links to (Webmention)',
  tellLinkedHint: 'Once each, when the issue is published, where the page says that it listens.',
  hub: 'WebSub hub',
  hubHint: 'Feed readers that use it see a new issue at once. Empty: none.',
  hubWrong: 'Write an address that starts with https://, or leave it empty.',
  save: 'Save',
  saved: 'Saved.',
  waiting: (count) => (count === 1 ? '1 response to read' : `${count} responses to read`),

  told: 'Told of this issue',
  toldText: 'Pages that it links to, and the hub of the feeds.',
  hubName: 'Hub',
  toldList: (count) => (count === 1 ? 'Show it' : `Show all ${count}`),
  sums: {
    sent: (count) => `${count} told`,
    waiting: (count) => (count === 1 ? '1 waits' : `${count} wait`),
    failed: (count) => `${count} given up`,
    none: (count) => (count === 1 ? '1 does not listen' : `${count} do not listen`),
  },
  states: { waiting: 'waits', sent: 'told', none: 'does not listen', failed: 'given up' },
}

const de: ResponsesRoomWords = {
  title: 'Antworten',
  tabs: { held: 'Zu lesen', shown: 'Gezeigt', spam: 'Spam' },
  tabsLabel: 'Antworten nach Zustand',
  none: {
    held: 'Nichts wartet darauf, gelesen zu werden.',
    shown: 'Noch wird keine Antwort gezeigt.',
    spam: 'Kein Spam.',
  },
  toSettings: 'Wer antworten darf',
  off: 'Kommentare und Erwähnungen sind aus: noch kann niemand antworten.',
  comment: 'Kommentar',
  relations: {
    reply: 'Antwort',
    like: 'Gefällt',
    repost: 'Geteilt',
    bookmark: 'Gemerkt',
    mention: 'Erwähnung',
  },
  to: 'zu',
  from: 'auf',
  approve: 'Zeigen',
  hide: 'Zurücknehmen',
  spam: 'Spam',
  notSpam: 'Kein Spam',
  remove: 'Löschen',
  removeSpam: 'Allen Spam löschen',
  named: (act, name) => `${act}: ${name}`,
  did: {
    shown: 'Sie ist jetzt öffentlich.',
    held: 'Sie ist nicht mehr öffentlich.',
    spam: 'Sie liegt beim Spam.',
    removed: 'Sie ist gelöscht.',
    emptied: 'Der Spam ist gelöscht.',
  },
  unreadable: (reason) => `Ihre Seite war nicht noch einmal zu lesen: ${reason}`,
  nameless: 'Ohne Namen',

  settings: 'Antworten',
  lead: 'Alles ist aus, bis Sie es wollen. Nichts, was andere schreiben, ist öffentlich, bevor Sie es gelesen haben.',
  receive: 'Was hereinkommt',
  comments: 'Kommentare unter Ausgaben',
  commentsHint: 'Ein Name und reiner Text. Eine Mailadresse ist freiwillig und wird nie gezeigt.',
  mentions: 'Erwähnungen auf anderen Sites (Webmention)',
  mentionsHint:
    'Eine Site, die auf eine Ausgabe verweist, darf es sagen. Ihre Seite wird im Hintergrund gelesen.',
  digest: 'Per Mail Bescheid geben, höchstens einmal am Tag',
  digestHint: 'An die Adresse Ihrer Anmeldung, wenn etwas Neues wartet.',
  replyTo: 'Adresse für „Per Mail antworten“',
  replyToHint: 'Leser sehen sie unter jeder Ausgabe. Leer: kein solcher Link.',
  replyToWrong: 'Schreiben Sie eine Adresse wie name@example.com, oder lassen Sie das Feld leer.',
  tell: 'Was hinausgeht',
  tellLinked: 'Den Seiten Bescheid geben, auf die eine Ausgabe verweist (Webmention)',
  tellLinkedHint: 'Je einmal, beim Veröffentlichen, wo die Seite sagt, dass sie zuhört.',
  hub: 'WebSub-Hub',
  hubHint: 'Feedreader, die ihn nutzen, sehen eine neue Ausgabe sofort. Leer: keiner.',
  hubWrong: 'Schreiben Sie eine Adresse, die mit https:// beginnt, oder lassen Sie das Feld leer.',
  save: 'Speichern',
  saved: 'Gespeichert.',
  waiting: (count) => (count === 1 ? '1 Antwort zu lesen' : `${count} Antworten zu lesen`),

  told: 'Wer von dieser Ausgabe erfuhr',
  toldText: 'Seiten, auf die sie verweist, und der Hub der Feeds.',
  hubName: 'Hub',
  toldList: (count) => (count === 1 ? 'Zeigen' : `Alle ${count} zeigen`),
  sums: {
    sent: (count) => (count === 1 ? '1 weiß es' : `${count} wissen es`),
    waiting: (count) => (count === 1 ? '1 wartet' : `${count} warten`),
    failed: (count) => `${count} aufgegeben`,
    none: (count) => (count === 1 ? '1 hört nicht zu' : `${count} hören nicht zu`),
  },
  states: { waiting: 'wartet', sent: 'weiß es', none: 'hört nicht zu', failed: 'aufgegeben' },
}

export function responsesRoomWords(locale: string): ResponsesRoomWords {
  return pickWords({ en, de }, locale)
}
