import type { FeedbackKind } from '../../../../domain/feedback.ts'
import type { DeliveryState, SubscriberStatus } from '../../../../domain/subscriber.ts'
import { pickWords } from '../../../../render/locale.ts'
import { de } from './words-de.ts'
import { en } from './words-en.ts'

/** Words of the room of subscribers. */
export interface SubscribersWords {
  title: string
  all: string
  states: Record<SubscriberStatus, string>
  tabsLabel: string
  none: string
  noneHint: string
  noneFound: string
  showAll: string
  search: string
  searchLabel: string
  searchHint: string
  more: string
  newest: string
  since: (day: string) => string
  withTag: (tag: string) => string
  addDoor: string
  importDoor: string
  exportCsv: string
  bouncesDoor: string
  addTitle: string
  addText: string
  email: string
  name: string
  tags: string
  tagsHint: string
  vouch: string
  vouchHint: string
  add: string
  added: (email: string) => string
  known: (email: string, state: string) => string
  save: string
  saved: string
  reason: string
  reasonHint: string
  textOnly: string
  confirmedOn: (day: string) => string
  pausedUntil: (day: string) => string
  suppress: string
  suppressText: string
  suppressAs: string
  reinstate: string
  reinstateText: string
  reinstated: string
  onlyThey: string
  remove: string
  removeTitle: string
  removeText: (email: string) => string
  removeSure: string
  removed: string
  back: string
  askAgain: string
  asked: string
  issuesTitle: string
  deliveries: Record<DeliveryState, string>
  bouncesOf: string
  bouncesTitle: string
  bouncesText: string
  noBounces: string
  bounceKinds: Record<FeedbackKind, string>
  kindsLabel: string
  importTitle: string
  importText: string
  importColumns: string
  file: string
  fileMissing: string
  look: string
  apply: string
  applyNow: (created: number, updated: number) => string
  nothingToDo: string
  wouldTitle: string
  didTitle: string
  counts: Record<'created' | 'updated' | 'unchanged' | 'suppressed' | 'rejected', string>
  countHints: Record<'created' | 'updated' | 'unchanged' | 'suppressed' | 'rejected', string>
  samples: (shown: number, of: number) => string
  line: string
  why: string
  what: string
  changes: Record<'name' | 'tags', string>
  again: string
  joinedTitle: string
  joinedText: string
}

export function subscribersWords(locale: string): SubscribersWords {
  return pickWords({ en, de }, locale)
}
