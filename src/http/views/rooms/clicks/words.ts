import { pickWords } from '../../../../render/locale.ts'

/** Words of the counted clicks in the rooms. */
export interface RoomClickWords {
  settingsLead: string
  check: string
  checkHint: string
  counts: string
  countsText: string[]
  never: string
  neverText: string[]
  resultTitle: string
  /** `clicks` is the sum, already as text. */
  resultText: (clicks: string) => string
  noClick: string
  link: string
  clicks: string
  clickCount: (count: number, shown: string) => string
  inIssue: (month: string) => string
  mostRead: string
  mostReadText: string
  nothingYet: string
}

const en: RoomClickWords = {
  settingsLead: 'Whether you learn which links are followed. Readers stay unknown either way.',
  check: 'Count how often links are followed',
  checkHint: 'In issues published from now on, in the mail and on the page.',
  counts: 'When it is on',
  countsText: [
    'Links of new issues lead over an address here, such as /r/3mX_a91Q, the same for all readers, and from there to the page. The text part of mails, Markdown and feeds keep the addresses as they are.',
    'Each click adds one to its link. Programs, scanners of mail and pages loaded ahead are left out, and so is everybody whose browser asks not to be counted (Global Privacy Control, Do Not Track).',
    'Issue and mail tell readers so in a sentence. The home page shows what is popular.',
    'When you turn it off, links that are out go on to work and are not counted any more.',
  ],
  never: 'Never',
  neverText: [
    'Who clicked: no cookie, no address and no name is stored, and no link names its reader.',
    'Whether a mail was opened.',
  ],
  resultTitle: 'What readers followed',
  resultText: (clicks) => `Counted without who: ${clicks} in all.`,
  noClick: 'Nobody has followed a link yet, or not in the last ten seconds.',
  link: 'Link',
  clicks: 'Clicks',
  clickCount: (count, shown) => (count === 1 ? 'one click' : `${shown} clicks`),
  inIssue: (month) => `in ${month}`,
  mostRead: 'Most read',
  mostReadText: 'In the issues of the last twelve months.',
  nothingYet: 'No click was counted yet.',
}

const de: RoomClickWords = {
  settingsLead:
    'Ob Sie erfahren, welchen Links gefolgt wird. Wer es tut, bleibt in jedem Fall unbekannt.',
  check: 'Zählen, wie oft Links aufgerufen werden',
  checkHint: 'In Ausgaben, die von jetzt an erscheinen, in der Mail und auf der Seite.',
  counts: 'Wenn es an ist',
  countsText: [
    'Links neuer Ausgaben führen über eine Adresse hier, etwa /r/3mX_a91Q, für alle dieselbe, und von dort zur Seite. Der Textteil der Mails, Markdown und Feeds behalten die Adressen, wie sie sind.',
    'Jeder Klick zählt eins zu seinem Link. Programme, Prüfer von Mails und vorab geladene Seiten bleiben außen vor, ebenso alle, deren Browser darum bittet, nicht gezählt zu werden (Global Privacy Control, Do Not Track).',
    'Ausgabe und Mail sagen das den Lesern in einem Satz. Die Startseite zeigt, was beliebt ist.',
    'Schalten Sie es aus, führen die Links, die draußen sind, weiter ans Ziel und werden nicht mehr gezählt.',
  ],
  never: 'Niemals',
  neverText: [
    'Wer geklickt hat: kein Cookie, keine Adresse, kein Name wird gespeichert, und kein Link nennt seinen Leser.',
    'Ob eine Mail geöffnet wurde.',
  ],
  resultTitle: 'Wohin Leser gingen',
  resultText: (clicks) => `Gezählt ohne wer: zusammen ${clicks}.`,
  noClick: 'Noch ist niemand einem Link gefolgt, oder nicht in den letzten zehn Sekunden.',
  link: 'Link',
  clicks: 'Klicks',
  clickCount: (count, shown) => (count === 1 ? 'ein Klick' : `${shown} Klicks`),
  inIssue: (month) => `in ${month}`,
  mostRead: 'Am meisten gelesen',
  mostReadText: 'In den Ausgaben der letzten zwölf Monate.',
  nothingYet: 'Noch wurde kein Klick gezählt.',
}

export function roomClickWords(locale: string): RoomClickWords {
  return pickWords({ en, de }, locale)
}
