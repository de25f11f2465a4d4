import { pickWords } from '../../../../render/locale.ts'
import type { JobCounts, JobKind } from '../../../../store/jobs.ts'
import type { OwnerMailKind } from '../../../../store/schema.ts'

/** Words of the room of the work in the background. */
export interface JobsWords {
  title: string
  lead: string
  queue: string
  kinds: Record<JobKind, [name: string, what: string]>
  counts: Record<keyof JobCounts, string>
  sending: (title: string) => string
  sendingWhat: string
  failedTitle: Record<JobKind, string>
  noReason: string
  ownerMails: Record<OwnerMailKind, string>
  unknown: string
  retry: string
  retryNamed: (name: string) => string
  retryAll: (count: number) => string
  more: (count: number) => string
  allWell: string
  again: (count: number) => string
}

const en: JobsWords = {
  title: 'Jobs',
  lead: 'Work that goes on by itself. What failed is not tried again until you say so.',
  queue: 'What',
  kinds: {
    pages: ['Pages', 'read for title, authors and date'],
    pictures: ['Pictures', 'fetched and made small'],
    checks: ['Link checks', 'whether a page is still there'],
    sources: ['Sources', 'feeds looked at for new links'],
    mails: ['Mails to single readers', 'confirmations, greetings, goodbyes'],
    owner_mails: ['Mails to owners', 'about the issue in the making'],
  },
  counts: { due: 'Due', running: 'Running', later: 'Later', failed: 'Failed' },
  sending: (title) => `Sending “${title}”`,
  sendingWhat: 'one mail a reader',
  failedTitle: {
    pages: 'Pages that could not be read',
    pictures: 'Pictures that could not be had',
    checks: 'Pages that are gone',
    sources: 'Sources that were given up',
    mails: 'Mails that were not taken',
    owner_mails: 'Mails to owners that did not arrive for certain',
  },
  noReason: 'No reason was given.',
  ownerMails: {
    draft: 'The draft is there',
    reminder: 'The reminder before its day',
    deadline: 'The issue waits for you',
    skipped: 'Too few links for an issue',
    paused: 'The send was paused',
  },
  unknown: 'It may have arrived. Tried again, it may come twice.',
  retry: 'Try again',
  retryNamed: (name) => `Try again: ${name}`,
  retryAll: (count) => `Try all ${count.toLocaleString('en')} again`,
  more: (count) => `and ${count.toLocaleString('en')} more`,
  allWell: 'Nothing has failed.',
  again: (count) =>
    count === 1 ? 'It is tried again.' : `${count.toLocaleString('en')} are tried again.`,
}

const de: JobsWords = {
  title: 'Aufträge',
  lead: 'Arbeit, die von selbst läuft. Was misslang, wird erst wieder versucht, wenn Sie es sagen.',
  queue: 'Was',
  kinds: {
    pages: ['Seiten', 'gelesen nach Titel, Autoren und Datum'],
    pictures: ['Bilder', 'geholt und verkleinert'],
    checks: ['Linkprüfungen', 'ob eine Seite noch da ist'],
    sources: ['Quellen', 'Feeds, in denen nach neuen Links gesehen wird'],
    mails: ['Mails an einzelne Leser', 'Bestätigungen, Grüße, Abschiede'],
    owner_mails: ['Mails an Inhaber', 'über die Ausgabe, die entsteht'],
  },
  counts: { due: 'Fällig', running: 'Läuft', later: 'Später', failed: 'Misslungen' },
  sending: (title) => `Versand von „${title}“`,
  sendingWhat: 'eine Mail je Leser',
  failedTitle: {
    pages: 'Seiten, die sich nicht lesen ließen',
    pictures: 'Bilder, die nicht zu haben waren',
    checks: 'Seiten, die es nicht mehr gibt',
    sources: 'Quellen, die aufgegeben wurden',
    mails: 'Mails, die nicht angenommen wurden',
    owner_mails: 'Mails an Inhaber, die nicht sicher ankamen',
  },
  noReason: 'Es wurde kein Grund genannt.',
  ownerMails: {
    draft: 'Der Entwurf ist da',
    reminder: 'Die Erinnerung vor ihrem Tag',
    deadline: 'Die Ausgabe wartet auf Sie',
    skipped: 'Zu wenige Links für eine Ausgabe',
    paused: 'Der Versand wurde angehalten',
  },
  unknown: 'Sie ist vielleicht angekommen. Noch einmal versucht, kommt sie vielleicht zweimal.',
  retry: 'Noch einmal versuchen',
  retryNamed: (name) => `Noch einmal versuchen: ${name}`,
  retryAll: (count) => `Alle ${count.toLocaleString('de')} noch einmal versuchen`,
  more: (count) => `und ${count.toLocaleString('de')} weitere`,
  allWell: 'Nichts ist misslungen.',
  again: (count) =>
    count === 1
      ? 'Es wird noch einmal versucht.'
      : `${count.toLocaleString('de')} werden noch einmal versucht.`,
}

export function jobsWords(locale: string): JobsWords {
  return pickWords({ en, de }, locale)
}
