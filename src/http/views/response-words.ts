import type { Relation } from '../../domain/response.ts'
import { pickWords } from '../../render/locale.ts'

/** Words of what stands under an issue, and of the form for it. */
export interface ResponseWords {
  title: string
  relations: Record<Relation, string>
  write: string
  formTitle: (issue: string) => string
  formText: string
  name: string
  nameMissing: string
  email: string
  emailHint: string
  emailWrong: string
  text: string
  textHint: string
  textMissing: string
  trap: string
  look: string
  previewTitle: string
  previewText: string
  send: string
  tooQuick: string
  tooOld: string
  tooMany: (minutes: number) => string
  thanksTitle: string
  thanksText: string
  back: string
  replyByMail: string
  replySubject: (title: string) => string
  mentionText: string
}

const en: ResponseWords = {
  title: 'Responses',
  relations: {
    reply: 'replied',
    like: 'likes this',
    repost: 'shared this',
    bookmark: 'bookmarked this',
    mention: 'mentions this',
  },
  write: 'Write a comment',
  formTitle: (issue) => `Comment on “${issue}”`,
  formText: 'It appears once the editor has read it.',
  name: 'Name',
  nameMissing: 'Write a name.',
  email: 'Mail address (optional)',
  emailHint: 'Only the editor sees it.',
  emailWrong: 'Write an address like name@example.com, or leave it empty.',
  text: 'Comment',
  textHint: 'Plain text; an empty line begins a paragraph.',
  textMissing: 'Write a comment.',
  trap: 'Leave this empty',
  look: 'Preview',
  previewTitle: 'This is how it will look',
  previewText: 'Change it below, or send it.',
  send: 'Send the comment',
  tooQuick: 'That was quick. Press the button once more.',
  tooOld: 'The page was open for long. Press the button once more.',
  tooMany: (minutes) =>
    `Many comments came from your network. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  thanksTitle: 'Thank you',
  thanksText: 'Your comment has arrived. It appears once the editor has read it.',
  back: 'Back to the issue',
  replyByMail: 'Reply by mail',
  replySubject: (title) => `Re: ${title}`,
  mentionText: 'Wrote about this elsewhere? Sites that send Webmentions are noticed.',
}

const de: ResponseWords = {
  title: 'Antworten',
  relations: {
    reply: 'hat geantwortet',
    like: 'gefällt das',
    repost: 'hat es geteilt',
    bookmark: 'hat es gemerkt',
    mention: 'erwähnt es',
  },
  write: 'Kommentar schreiben',
  formTitle: (issue) => `Kommentar zu „${issue}“`,
  formText: 'Er erscheint, sobald die Redaktion ihn gelesen hat.',
  name: 'Name',
  nameMissing: 'Schreiben Sie einen Namen.',
  email: 'Mailadresse (freiwillig)',
  emailHint: 'Nur die Redaktion sieht sie.',
  emailWrong: 'Schreiben Sie eine Adresse wie name@example.com, oder lassen Sie das Feld leer.',
  text: 'Kommentar',
  textHint: 'Reiner Text; eine leere Zeile beginnt einen Absatz.',
  textMissing: 'Schreiben Sie einen Kommentar.',
  trap: 'Dieses Feld leer lassen',
  look: 'Vorschau',
  previewTitle: 'So wird er aussehen',
  previewText: 'Ändern Sie ihn unten, oder senden Sie ihn ab.',
  send: 'Kommentar absenden',
  tooQuick: 'Das ging schnell. Drücken Sie den Knopf noch einmal.',
  tooOld: 'Die Seite war lange offen. Drücken Sie den Knopf noch einmal.',
  tooMany: (minutes) =>
    `Aus Ihrem Netz kamen viele Kommentare. Versuchen Sie es in ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`} wieder.`,
  thanksTitle: 'Danke',
  thanksText: 'Ihr Kommentar ist da. Er erscheint, sobald die Redaktion ihn gelesen hat.',
  back: 'Zurück zur Ausgabe',
  replyByMail: 'Per Mail antworten',
  replySubject: (title) => `Re: ${title}`,
  mentionText: 'Anderswo darüber geschrieben? Sites, die Webmentions schicken, werden bemerkt.',
}

export function responseWords(locale: string): ResponseWords {
  return pickWords({ en, de }, locale)
}
