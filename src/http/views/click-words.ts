import { pickWords } from '../../render/locale.ts'

/** What readers are told of counted clicks, and what they see of them. */
export interface ClickWords {
  counted: string
  popular: string
  popularLead: string
}

const en: ClickWords = {
  counted: 'Clicks on links are counted, but not whose.',
  popular: 'Popular',
  popularLead: 'What readers followed most in the last twelve months.',
}

const de: ClickWords = {
  counted: 'Klicks auf Links werden gezählt, aber nicht, von wem.',
  popular: 'Beliebt',
  popularLead: 'Was Leser in den letzten zwölf Monaten am häufigsten aufgerufen haben.',
}

export function clickWords(locale: string): ClickWords {
  return pickWords({ en, de }, locale)
}
