import type { Source } from '../../../../domain/source.ts'
import { pickWords } from '../../../../render/locale.ts'

/** Words of the room of sources. */
export interface SourcesWords {
  title: string
  lead: string
  none: string
  noneHint: string
  url: string
  urlHint: string
  name: string
  nameHint: string
  section: string
  noSection: string
  tags: string
  tagsHint: string
  notes: string
  notesHint: string
  follow: string
  followHint: string
  older: string
  olderHint: string
  olderWrong: string
  add: string
  addTitle: string
  addDoor: string
  save: string
  states: Record<Source['state'], string>
  polled: (time: string) => string
  never: string
  next: (time: string) => string
  failures: (count: number) => string
  deadText: string
  feed: string
  page: string
  poll: string
  pause: string
  resume: string
  again: string
  remove: string
  removeText: string
  named: (act: string, name: string) => string
  did: Record<'added' | 'known' | 'polled' | 'changed' | 'removed', string>
  taken: (count: number) => string
  back: string
  opmlIn: string
  opmlOut: string
  into: (section: string) => string
}

const en: SourcesWords = {
  title: 'Sources',
  lead: 'Feeds that are looked at for new links: RSS, Atom, JSON Feed, and those of bookmark services.',
  none: 'No source yet.',
  noneHint: 'Add the feed of a blog you read, or of your bookmarks elsewhere.',
  url: 'Address',
  urlHint: 'Of a feed, or of a page that names one.',
  name: 'Your name for it',
  nameHint: 'Left empty, the feed’s own.',
  section: 'Section of its links',
  noSection: 'none',
  tags: 'Tags of its links',
  tagsHint: 'with commas',
  notes: 'Its texts are my own words',
  notesHint: 'The feed of your bookmarks elsewhere: what stands there becomes the note.',
  follow: 'Save the page that an item points to',
  followHint: 'For link blogs: the page they write about, not theirs.',
  older: 'Older items to take',
  olderHint: '0 to 500; the rest is left as known.',
  olderWrong: 'Write a number from 0 to 500.',
  add: 'Add the source',
  addTitle: 'Add a source',
  addDoor: 'Add a source',
  save: 'Save',
  states: { active: 'Active', paused: 'Paused', dead: 'Given up' },
  polled: (time) => `looked at ${time}`,
  never: 'not looked at yet',
  next: (time) => `next ${time}`,
  failures: (count) => `The last ${count} looks have failed. It is tried again by itself.`,
  deadText: 'It is not looked at any more.',
  feed: 'Feed',
  page: 'Page',
  poll: 'Look now',
  pause: 'Pause',
  resume: 'Go on',
  again: 'Try it again',
  remove: 'Remove the source',
  removeText: 'Its links stay.',
  named: (act, name) => `${act}: ${name}`,
  did: {
    added: 'The source is added.',
    known: 'This source was there already.',
    polled: 'It was looked at.',
    changed: 'Saved.',
    removed: 'The source is removed; its links stay.',
  },
  taken: (count) =>
    count === 1 ? 'One new link.' : `${count === 0 ? 'No' : count.toLocaleString('en')} new links.`,
  back: 'All sources',
  opmlIn: 'Import a list of feeds (OPML)',
  opmlOut: 'Export as OPML',
  into: (section) => `into ${section}`,
}

const de: SourcesWords = {
  title: 'Quellen',
  lead: 'Feeds, in denen nach neuen Links gesehen wird: RSS, Atom, JSON Feed und die von Lesezeichendiensten.',
  none: 'Noch keine Quelle.',
  noneHint:
    'Nehmen Sie den Feed eines Blogs auf, das Sie lesen, oder den Ihrer Lesezeichen anderswo.',
  url: 'Adresse',
  urlHint: 'Eines Feeds oder einer Seite, die einen nennt.',
  name: 'Ihr Name dafür',
  nameHint: 'Bleibt er leer, der des Feeds.',
  section: 'Rubrik ihrer Links',
  noSection: 'keine',
  tags: 'Schlagwörter ihrer Links',
  tagsHint: 'mit Kommas',
  notes: 'Ihre Texte sind meine eigenen Worte',
  notesHint: 'Der Feed Ihrer Lesezeichen anderswo: was dort steht, wird die Notiz.',
  follow: 'Die Seite speichern, auf die ein Eintrag zeigt',
  followHint: 'Für Linkblogs: die Seite, über die sie schreiben, nicht ihre.',
  older: 'Ältere Einträge übernehmen',
  olderHint: '0 bis 500; die übrigen gelten als bekannt.',
  olderWrong: 'Schreiben Sie eine Zahl von 0 bis 500.',
  add: 'Quelle aufnehmen',
  addTitle: 'Quelle aufnehmen',
  addDoor: 'Quelle aufnehmen',
  save: 'Speichern',
  states: { active: 'Aktiv', paused: 'Angehalten', dead: 'Aufgegeben' },
  polled: (time) => `angesehen ${time}`,
  never: 'noch nicht angesehen',
  next: (time) => `wieder ${time}`,
  failures: (count) => `Die letzten ${count} Male misslangen. Es wird von selbst weiter versucht.`,
  deadText: 'Sie wird nicht mehr angesehen.',
  feed: 'Feed',
  page: 'Seite',
  poll: 'Jetzt ansehen',
  pause: 'Anhalten',
  resume: 'Weiter',
  again: 'Noch einmal versuchen',
  remove: 'Quelle entfernen',
  removeText: 'Ihre Links bleiben.',
  named: (act, name) => `${act}: ${name}`,
  did: {
    added: 'Die Quelle ist aufgenommen.',
    known: 'Diese Quelle gab es schon.',
    polled: 'Sie wurde angesehen.',
    changed: 'Gespeichert.',
    removed: 'Die Quelle ist entfernt; ihre Links bleiben.',
  },
  taken: (count) =>
    count === 1
      ? 'Ein neuer Link.'
      : `${count === 0 ? 'Keine' : count.toLocaleString('de')} neuen Links.`,
  back: 'Alle Quellen',
  opmlIn: 'Liste von Feeds importieren (OPML)',
  opmlOut: 'Als OPML exportieren',
  into: (section) => `in ${section}`,
}

export function sourcesWords(locale: string): SourcesWords {
  return pickWords({ en, de }, locale)
}
