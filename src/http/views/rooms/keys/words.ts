import { pickWords } from '../../../../render/locale.ts'

/** What a key does; each shows where it works. */
export const KEYS = [
  'next',
  'open',
  'write',
  'later',
  'skip',
  'choose',
  'move',
  'section',
  'show',
  'search',
  'save',
  'help',
] as const
export type KeyName = (typeof KEYS)[number]

export interface KeysWords {
  title: string
  keys: Record<KeyName, [keys: string, does: string]>
  off: string
  on: string
  areOff: string
  close: string
}

const en: KeysWords = {
  title: 'Keys',
  keys: {
    next: ['j, k', 'next row, row before'],
    open: ['o', 'open the row'],
    write: ['e', 'write the note'],
    later: ['l', 'keep for later'],
    skip: ['s', 'skip'],
    choose: ['x', 'choose'],
    move: ['Alt + ↑ or ↓', 'move the row'],
    section: ['Alt + Shift + ↑ or ↓', 'move it to another section'],
    show: ['1 to 6', 'choose what is shown'],
    search: ['/', 'look for a word'],
    save: ['Ctrl or ⌘ + Enter', 'save'],
    help: ['?', 'this list'],
  },
  off: 'Turn single keys off',
  on: 'Turn single keys on',
  areOff: 'Single keys are turned off in this browser.',
  close: 'Close',
}

const de: KeysWords = {
  title: 'Tasten',
  keys: {
    next: ['j, k', 'nächste Zeile, Zeile davor'],
    open: ['o', 'die Zeile öffnen'],
    write: ['e', 'die Notiz schreiben'],
    later: ['l', 'für später aufheben'],
    skip: ['s', 'übergehen'],
    choose: ['x', 'auswählen'],
    move: ['Alt + ↑ oder ↓', 'die Zeile verschieben'],
    section: ['Alt + Umschalt + ↑ oder ↓', 'in eine andere Rubrik'],
    show: ['1 bis 6', 'wählen, was gezeigt wird'],
    search: ['/', 'nach einem Wort suchen'],
    save: ['Strg oder ⌘ + Enter', 'speichern'],
    help: ['?', 'diese Liste'],
  },
  off: 'Einzelne Tasten ausschalten',
  on: 'Einzelne Tasten einschalten',
  areOff: 'Einzelne Tasten sind in diesem Browser ausgeschaltet.',
  close: 'Schließen',
}

export function keysWords(locale: string): KeysWords {
  return pickWords({ en, de }, locale)
}
