import { pickWords } from '../../../../render/locale.ts'

/** Words about a copy that sends nothing. */
export interface HoldWords {
  title: string
  copyOf: (host: string, when: string) => string
  byHand: string
  what: string
  paused: string
  release: string
  released: string
  moreIssues: string
}

const en: HoldWords = {
  title: 'This is a restored copy. Nothing is sent until you say so.',
  copyOf: (host, when) => `It holds what ${host} held on ${when}.`,
  byHand: 'Sending was held by hand.',
  what: 'Issues and mails to readers wait, and no bounces are read. If the other instance still runs, switch it off first: readers would get everything twice.',
  paused: 'Issues that were due are paused. Each waits for you to resume it.',
  release: 'Let this copy send',
  released: 'This copy sends from now on. Issues that were paused wait for you to resume them.',
  moreIssues: 'Issues',
}

const de: HoldWords = {
  title: 'Das ist eine wiederhergestellte Kopie. Gesendet wird erst, wenn Sie es sagen.',
  copyOf: (host, when) => `Sie enthält, was ${host} am ${when} enthielt.`,
  byHand: 'Das Senden wurde von Hand angehalten.',
  what: 'Ausgaben und Mails an Leser warten, Rückläufer werden nicht gelesen. Läuft die andere Instanz noch, schalten Sie sie zuerst ab: Leser bekämen sonst alles doppelt.',
  paused: 'Fällige Ausgaben sind angehalten. Jede wartet darauf, dass Sie sie fortsetzen.',
  release: 'Diese Kopie senden lassen',
  released:
    'Diese Kopie sendet ab jetzt. Angehaltene Ausgaben warten darauf, dass Sie sie fortsetzen.',
  moreIssues: 'Ausgaben',
}

export function holdWords(locale: string): HoldWords {
  return pickWords({ en, de }, locale)
}
