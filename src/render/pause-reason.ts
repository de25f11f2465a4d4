import { germanOf, isGerman, type SentencePair } from '../domain/german-sentences.ts'

/** As they are stored with an issue. What a mail server said stays in its own words. */
const REASONS: SentencePair[] = [
  ['Paused by hand.', 'Von Hand angehalten.'],
  [
    'Was due {1}, too long ago to send by itself. Resume to send it now.',
    'War fällig am {1}, zu lange her, um von selbst zu gehen. Mit „Weiter“ geht sie jetzt hinaus.',
  ],
  [
    'The sender\'s domain fails its checks: {1} Mend it and resume, or resume with "force": true.',
    'Die Domain des Absenders besteht ihre Prüfungen nicht: {1} Beheben Sie es und lassen Sie sie weitergehen, oder mit "force": true trotzdem.',
  ],
  [
    'Was being sent when it was exported. Who has it already is not in the export: resuming sends it to everybody.',
    'Wurde beim Export gerade versandt. Wer sie schon hat, steht nicht darin: Mit „Weiter“ geht sie an alle.',
  ],
  ['Held by hand. {1}', 'Der Versand wurde von Hand angehalten. {1}'],
  ['This is a restored copy. {1}', 'Dies ist eine wiederhergestellte Kopie. {1}'],
  [
    'The issue was being sent. Look what the other instance has sent since, then resume it.',
    'Die Ausgabe wurde gerade versandt. Sehen Sie nach, was die andere Instanz seitdem versandt hat, und lassen Sie sie dann weitergehen.',
  ],
  [
    'The issue was scheduled for {1}. Resume to send it now.',
    'Die Ausgabe war für {1} geplant. Mit „Weiter“ geht sie jetzt hinaus.',
  ],
]

const inGerman = germanOf(REASONS)

/** Why an issue is paused, in the publication's language. */
export function pauseReasonIn(locale: string, reason: string): string {
  return isGerman(locale) ? inGerman(reason) : reason
}
