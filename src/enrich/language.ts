/** Which language a page says it is in. */

/** Codes in use that the standard does not know: countries, and the old codes of libraries. */
const MISTAKEN: Record<string, string> = {
  jp: 'ja',
  cn: 'zh',
  kr: 'ko',
  cz: 'cs',
  ua: 'uk',
  gr: 'el',
  dk: 'da',
  ger: 'de',
  fre: 'fr',
  dut: 'nl',
  chi: 'zh',
  cze: 'cs',
  gre: 'el',
  per: 'fa',
  rum: 'ro',
  ice: 'is',
  baq: 'eu',
  wel: 'cy',
}

/** A BCP 47 tag in its usual spelling, or null for what is none: `en_US` → `en-US`, `{{lang}}` → null. */
export function cleanLanguage(raw: string): string | null {
  const given = raw
    .trim()
    .replace(/_/g, '-')
    .replace(/[.@].*$/, '')
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(given)) return codeOfName(given)
  const [main = '', ...rest] = given.toLowerCase().split('-')
  const tag = [MISTAKEN[main] ?? main, ...rest].join('-')
  try {
    const [canonical] = Intl.getCanonicalLocales(tag)
    return canonical !== undefined && isLanguage(canonical) ? canonical : null
  } catch (error) {
    // A region or variant that is none: the language in front of it still counts.
    if (error instanceof RangeError) return rest.length > 0 ? cleanLanguage(main) : null
    throw error
  }
}

function isLanguage(tag: string): boolean {
  const main = tag.split('-')[0] ?? ''
  const isNone = /^(?:und|zxx|mul|mis|non)$/.test(main)
  return !isNone && languageNames().of(main) !== undefined
}

let namesInEnglish: Intl.DisplayNames | undefined
function languageNames(): Intl.DisplayNames {
  namesInEnglish ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
  return namesInEnglish
}

const NAMED =
  'ar bg ca cs da de el en es et eu fa fi fr gl he hi hr hu id is it ja ko lt lv nb nl no pl pt ro ru sk sl sr sv th tr uk vi zh'.split(
    ' ',
  )

let codes: Map<string, string> | undefined

/** "Finnish" or "suomi" → `fi`. */
function codeOfName(name: string): string | null {
  codes ??= new Map(
    NAMED.flatMap((code) => {
      const own = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
      return [languageNames().of(code) ?? code, own].map(
        (one) => [one.toLowerCase(), code] as const,
      )
    }),
  )
  return codes.get(name.toLowerCase()) ?? null
}
