import type { WaitReason } from '../domain/rhythm.ts'
import { pickWords } from './locale.ts'

/** Words of the mails to those who own the publication. */
export interface OwnerMailWords {
  draft: {
    subject: (title: string) => string
    /** `time` is when it is due; null when that is past. */
    waits: (time: string | null) => string
    goes: (time: string) => string
  }
  reminder: {
    subject: (title: string) => string
    waits: (time: string) => string
    goes: (time: string) => string
  }
  deadline: {
    subject: (title: string) => string
    reasons: Record<WaitReason, (time: string, count: number) => string>
  }
  skipped: {
    subject: (month: string) => string
    text: (month: string, links: number, least: number) => string
    button: string
    schedule: string
  }
  paused: {
    subject: (title: string) => string
    text: (reason: string) => string
    button: string
  }
  approve: string
  approveHint: string
  open: string
  postpone: string
  preview: string
  noNote: string
  withoutNote: (count: number) => string
  links: (count: number) => string
  size: (kilobytes: number, most: number) => string
  moreEntries: (count: number) => string
  nothingFound: string
  found: (count: number) => string
  moreFound: (count: number) => string
  fix: string
  content: string
  noSection: string
  whyYou: (name: string) => string
}

const many = (count: number, locale: string) => count.toLocaleString(locale)

const en: OwnerMailWords = {
  draft: {
    subject: (title) => `Draft ready: ${title}`,
    waits: (time) =>
      time === null
        ? 'The draft is ready and waits for you. Nothing is sent before you approve it.'
        : `The draft is ready. Once you approve it, it goes out on ${time}. Without your word it waits.`,
    goes: (time) =>
      `The draft is ready. It goes out by itself on ${time}, unless something speaks against it then. Until that day you can change it, approve it or postpone it.`,
  },
  reminder: {
    subject: (title) => `Not approved yet: ${title}`,
    waits: (time) =>
      `Its day is near: ${time}. It is not approved yet, and without your word it waits.`,
    goes: (time) =>
      `It goes out by itself on ${time}, unless something speaks against it then. You have not approved it yet.`,
  },
  deadline: {
    subject: (title) => `It waits for you: ${title}`,
    reasons: {
      asked: () =>
        'Its day has come and you have not approved it. Nothing was sent, and nothing is until you do.',
      late: (time) =>
        `Its day was ${time}. That is too long ago to send it without asking, so nothing was sent.`,
      sample: () => 'It holds links of the sample month, so it was not sent by itself.',
      few: (_, count) =>
        `It has fewer links than the ${many(count, 'en')} that an issue needs, so it was not sent by itself.`,
      open: () =>
        'It was not sent by itself, because something speaks against it. Mend that or say that you know of it; then approve it.',
    },
  },
  skipped: {
    subject: (month) => `No issue for ${month}`,
    text: (month, links, least) =>
      `${month} has ${links === 0 ? 'no link' : links === 1 ? 'one link' : `${many(links, 'en')} links`}, and an issue needs ${many(least, 'en')}. No issue was made and nothing is sent. ${links === 0 ? 'The next month goes on as usual.' : 'What was saved waits for the next issue.'}`,
    button: 'Look at the links',
    schedule: 'Change the schedule',
  },
  paused: {
    subject: (title) => `Paused: ${title}`,
    text: (reason) => `It was to go out and is paused. ${reason}`,
    button: 'Look at it',
  },
  approve: 'Look and approve',
  approveHint: 'The page that opens asks once more. This mail alone changes nothing.',
  open: 'Open the draft',
  postpone: 'Postpone it',
  preview: 'See the mail as readers get it',
  noNote: 'no note',
  withoutNote: (count) => (count === 1 ? 'one without a note' : `${count} without a note`),
  links: (count) => (count === 1 ? 'One link' : `${count} links`),
  size: (kilobytes, most) => `${kilobytes} of ${most} KB`,
  moreEntries: (count) => `and ${count} more`,
  nothingFound: 'The check found nothing that speaks against sending it.',
  found: (count) => (count === 1 ? 'The check found one thing' : `The check found ${count} things`),
  moreFound: (count) => `and ${count} more`,
  fix: 'Mend it',
  content: 'What is in it',
  noSection: 'Without a heading',
  whyYou: (name) => `You get this because you own ${name}.`,
}

const de: OwnerMailWords = {
  draft: {
    subject: (title) => `Entwurf fertig: ${title}`,
    waits: (time) =>
      time === null
        ? 'Der Entwurf ist fertig und wartet auf Sie. Nichts wird gesendet, bevor Sie ihn freigeben.'
        : `Der Entwurf ist fertig. Sobald Sie ihn freigeben, geht er hinaus: ${time}. Ohne Ihr Wort wartet er.`,
    goes: (time) =>
      `Der Entwurf ist fertig. Er geht von selbst hinaus, wenn dann nichts dagegen spricht: ${time}. Bis dahin können Sie ihn ändern, freigeben oder verschieben.`,
  },
  reminder: {
    subject: (title) => `Noch nicht freigegeben: ${title}`,
    waits: (time) =>
      `Der Tag ist nahe: ${time}. Die Ausgabe ist noch nicht freigegeben, und ohne Ihr Wort wartet sie.`,
    goes: (time) =>
      `Sie geht von selbst hinaus, wenn dann nichts dagegen spricht: ${time}. Freigegeben haben Sie sie noch nicht.`,
  },
  deadline: {
    subject: (title) => `Sie wartet auf Sie: ${title}`,
    reasons: {
      asked: () =>
        'Der Tag ist da, und Sie haben die Ausgabe nicht freigegeben. Nichts wurde gesendet, und nichts wird es, bis Sie es tun.',
      late: (time) =>
        `Der Tag der Ausgabe war ${time}. Das ist zu lange her, um sie ungefragt zu senden; nichts wurde gesendet.`,
      sample: () =>
        'Sie enthält Links des Beispielmonats; deshalb wurde sie nicht von selbst gesendet.',
      few: (_, count) =>
        `Sie hat weniger Links als die ${many(count, 'de')}, die eine Ausgabe braucht; deshalb wurde sie nicht von selbst gesendet.`,
      open: () =>
        'Sie wurde nicht von selbst gesendet, denn etwas spricht dagegen. Beheben Sie es oder sagen Sie, dass Sie es kennen; dann geben Sie sie frei.',
    },
  },
  skipped: {
    subject: (month) => `Keine Ausgabe für ${month}`,
    text: (month, links, least) =>
      `${month} hat ${links === 0 ? 'keinen Link' : links === 1 ? 'einen Link' : `${many(links, 'de')} Links`}, und eine Ausgabe braucht ${many(least, 'de')}. Es gibt keine Ausgabe, und nichts wird gesendet. ${links === 0 ? 'Der nächste Monat geht weiter wie immer.' : 'Was gespeichert ist, wartet auf die nächste Ausgabe.'}`,
    button: 'Links ansehen',
    schedule: 'Zeitplan ändern',
  },
  paused: {
    subject: (title) => `Angehalten: ${title}`,
    text: (reason) => `Sie sollte hinausgehen und ist angehalten. ${reason}`,
    button: 'Ansehen',
  },
  approve: 'Ansehen und freigeben',
  approveHint: 'Die Seite fragt noch einmal nach. Diese Mail allein ändert nichts.',
  open: 'Entwurf öffnen',
  postpone: 'Verschieben',
  preview: 'Die Mail sehen, wie Leser sie bekommen',
  noNote: 'ohne Notiz',
  withoutNote: (count) => (count === 1 ? 'einer ohne Notiz' : `${count} ohne Notiz`),
  links: (count) => (count === 1 ? 'Ein Link' : `${count} Links`),
  size: (kilobytes, most) => `${kilobytes} von ${most} KB`,
  moreEntries: (count) => `und ${count} weitere`,
  nothingFound: 'Die Prüfung hat nichts gefunden, das dagegen spricht.',
  found: (count) =>
    count === 1
      ? 'Die Prüfung hat einen Punkt gefunden'
      : `Die Prüfung hat ${count} Punkte gefunden`,
  moreFound: (count) => `und ${count} weitere`,
  fix: 'Beheben',
  content: 'Was darin steht',
  noSection: 'Ohne Überschrift',
  whyYou: (name) => `Sie bekommen das, weil ${name} Ihnen gehört.`,
}

export function ownerMailWords(locale: string): OwnerMailWords {
  return pickWords({ en, de }, locale)
}
