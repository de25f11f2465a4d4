import { inGerman } from '../doctor/german-findings.ts'
import { isMonth, monthName } from '../domain/month.ts'
import { pickWords } from '../render/locale.ts'
import type { Check, Problem } from './problem.ts'

/** What each check says of what it found. */
interface ProblemWords {
  problem: Record<Check, (detail: string) => string>
  about: (title: string, sentence: string) => string
}

const en: ProblemWords = {
  problem: {
    empty: () => 'The issue has no entry.',
    note: () => 'It has no note.',
    placeholder: (word) => `“${word}” still stands where something was to be written.`,
    author: () => 'No author is named.',
    dead: (reason) => `Its page is gone: ${reason}`,
    unread: (reason) => `Its page has not been read${reason === '' ? '.' : `: ${reason}`}`,
    repeated: (month) => `It was published before, in ${month}.`,
    address: (url) => `Its address is not secure: ${url}`,
    image: () => 'A picture has no words for those who cannot see it.',
    markdown: (fault) =>
      ({
        fence: 'A block of code has no end.',
        link: 'A link is not complete.',
        emphasis: 'A star marks nothing: something is not closed.',
      })[fault] ?? 'The Markdown looks broken.',
    section: (name) => `The section “${name}” is empty and will not be shown.`,
    subject: (length) => `The title has ${length} characters; mail programs show about 60.`,
    size: (how) =>
      how === 'over'
        ? 'The mail is so large that Gmail cuts it.'
        : 'The mail is near the size at which Gmail cuts it.',
    sender: (fault) => `Your domain: ${fault}`,
    test: (how) =>
      how === 'old'
        ? 'It was changed since the last test mail.'
        : 'No test mail has been sent yet.',
  },
  about: (title, sentence) => `${title}: ${sentence}`,
}

const de: ProblemWords = {
  problem: {
    empty: () => 'Die Ausgabe hat keinen Eintrag.',
    note: () => 'Die Notiz fehlt.',
    placeholder: (word) => `„${word}“ steht noch da, wo etwas hinsollte.`,
    author: () => 'Niemand ist als Autor genannt.',
    dead: (reason) => `Die Seite ist fort: ${reason}`,
    unread: (reason) => `Die Seite wurde nicht gelesen${reason === '' ? '.' : `: ${reason}`}`,
    repeated: (month) => `Stand schon einmal in einer Ausgabe: ${month}.`,
    address: (url) => `Die Adresse ist nicht sicher: ${url}`,
    image: () => 'Einem Bild fehlen Worte für alle, die es nicht sehen.',
    markdown: (fault) =>
      ({
        fence: 'Ein Block mit Code hat kein Ende.',
        link: 'Ein Link ist nicht vollständig.',
        emphasis: 'Ein Stern hebt nichts hervor: etwas ist nicht geschlossen.',
      })[fault] ?? 'Das Markdown sieht falsch aus.',
    section: (name) => `Die Rubrik „${name}“ ist leer und wird nicht gezeigt.`,
    subject: (length) => `Der Titel hat ${length} Zeichen; Mailprogramme zeigen etwa 60.`,
    size: (how) =>
      how === 'over'
        ? 'Die Mail ist so groß, dass Gmail sie abschneidet.'
        : 'Die Mail ist nahe der Größe, ab der Gmail sie abschneidet.',
    sender: (fault) => `Ihre Domain: ${inGerman(fault)}`,
    test: (how) =>
      how === 'old'
        ? 'Sie wurde seit der letzten Probemail geändert.'
        : 'Es wurde noch keine Probemail geschickt.',
  },
  about: (title, sentence) => `${title}: ${sentence}`,
}

/** "Clocks that lie: It has no note." */
export function problemSentence(problem: Problem, locale: string): string {
  const words = pickWords({ en, de }, locale)
  const detail =
    problem.check === 'repeated' && isMonth(problem.detail)
      ? monthName(problem.detail, locale, { year: true })
      : problem.detail
  const text = words.problem[problem.check](detail)
  return problem.about === '' ? text : words.about(problem.about, text)
}
