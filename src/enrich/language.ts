/** A BCP 47 tag in its usual spelling, or null for what is none: `en_US` → `en-US`, `{{lang}}` → null. */
export function cleanLanguage(raw: string): string | null {
  const tag = raw
    .trim()
    .replace(/_/g, '-')
    .replace(/[.@].*$/, '')
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(tag)) return NAMES[tag.toLowerCase()] ?? null
  const main = tag.slice(0, tag.indexOf('-') === -1 ? undefined : tag.indexOf('-')).toLowerCase()
  if (/^(?:und|zxx|mul|mis|x|i|non)$/.test(main)) return null
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch (error) {
    if (error instanceof RangeError) return main.length === 2 ? main : null
    throw error
  }
}

const NAMES: Record<string, string> = {
  english: 'en',
  german: 'de',
  deutsch: 'de',
  french: 'fr',
  français: 'fr',
  francais: 'fr',
  spanish: 'es',
  español: 'es',
  italian: 'it',
  italiano: 'it',
  portuguese: 'pt',
  português: 'pt',
  dutch: 'nl',
  nederlands: 'nl',
  polish: 'pl',
  polski: 'pl',
  russian: 'ru',
  русский: 'ru',
  japanese: 'ja',
  日本語: 'ja',
  chinese: 'zh',
  korean: 'ko',
}
