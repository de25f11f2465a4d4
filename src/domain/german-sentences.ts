/**
 * German for sentences that are stored or logged in English. `{1}` stands for what a sentence
 * names: a host, the words of a server, or another sentence, which is said in German as well.
 */
export type SentencePair = [english: string, german: string]

export const isGerman = (locale: string) => /^de\b/i.test(locale)

/** The answer says a sentence in German, or as it is when it has no German one. */
export function germanOf(
  sentences: readonly SentencePair[],
  /** Words that are filled into a sentence. */
  words: ReadonlyMap<string, string> = new Map(),
): (sentence: string) => string {
  const patterns = sentences.map(([english, german]) => ({ pattern: patternOf(english), german }))

  function inGerman(sentence: string): string {
    for (const { pattern, german } of patterns) {
      const [, ...parts] = pattern.exec(sentence) ?? []
      if (parts.length > 0 || pattern.test(sentence))
        return german.replace(/\{(\d)\}/g, (_, digit) => wordIn(parts[Number(digit) - 1] ?? ''))
    }
    return sentence
  }

  function wordIn(part: string): string {
    const named = part.split(' and ')
    if (named.some((word) => words.has(word)))
      return named.map((word) => words.get(word) ?? word).join(' und ')
    return inGerman(part)
  }

  return inGerman
}

function patternOf(english: string): RegExp {
  const source = english
    .split(/\{\d\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(.+?)')
  return new RegExp(`^${source}$`, 's')
}
