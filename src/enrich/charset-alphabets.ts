/**
 * How likely a character is in the languages of a charset: points for letters that are frequent,
 * fewer for rare ones, and costs for what hardly ever stands in a text.
 */
export interface Candidate {
  charset: string
  /** `previous`: the character before, since capitals do not follow small letters. */
  score: (char: number, previous: number) => number
}

const isBetween = (low: number, high: number) => (char: number) => char >= low && char <= high
const isHiragana = isBetween(0x3041, 0x3096)
const isKatakana = isBetween(0x30a1, 0x30fc)
const isHan = isBetween(0x4e00, 0x9fa5)
const isHangul = isBetween(0xac00, 0xd7a3)
const isThai = isBetween(0x0e01, 0x0e5b)

/** The commonest characters of Chinese text, simplified and traditional: a third of any page. */
const COMMON_HAN = new Set(
  '的一是不了在人有我他這个個中大来來上国國到说說们們为為子和你地出道也时時年得就那要下以生会會自着去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日于於起還还发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長新网網页頁站首'.split(
    '',
  ),
)

/** A fifth of the syllables are half of Korean text. */
const COMMON_HANGUL = new Set(
  '이다는의에을가지고한하로도기리사서자나어아시를인대그은스들수정일보해전구부장제상주국원성조개신비경여연관만공과동소세와우유라면있것으니마무게용위안계오적중간모음선실바재회후분방물속강생학교문화미영심뉴울올못본때년월말행발입출법단체민당차트드크프점터저더카타파래름남북내외온습뒤앞길집글꿈'.split(
    '',
  ),
)

/** Small kana follow few others, and stand in the middle of bytes that are another set. */
const SMALL_KANA = new Set('ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ'.split(''))

const japanese = (char: number) =>
  SMALL_KANA.has(String.fromCharCode(char))
    ? 1.5
    : isHiragana(char)
      ? 3
      : isKatakana(char)
        ? 2
        : isHan(char)
          ? 1
          : isFullWidthMark(char)
            ? 1
            : -3
const chinese = (char: number) =>
  isHan(char) ? (COMMON_HAN.has(String.fromCharCode(char)) ? 3 : 1) : isFullWidthMark(char) ? 1 : -3
const korean = (char: number) =>
  isHangul(char)
    ? COMMON_HANGUL.has(String.fromCharCode(char))
      ? 3
      : 1.2
    : isHan(char)
      ? -1
      : isFullWidthMark(char)
        ? 1
        : -3

const isThaiConsonant = isBetween(0x0e01, 0x0e2e)
const isThaiTone = isBetween(0x0e47, 0x0e4e)
/** Vowels that are written behind, above or below a consonant. */
const isThaiVowel = (char: number) => (char >= 0x0e30 && char <= 0x0e3a) || char === 0x0e45

function thai(char: number, previous: number): number {
  if (isThaiVowel(char)) return isThaiConsonant(previous) || isThaiTone(previous) ? 1.6 : -4
  if (isThaiTone(char)) return isThaiConsonant(previous) || isThaiVowel(previous) ? 1.6 : -4
  return isThai(char) ? 1.2 : -2
}

function isFullWidthMark(char: number): boolean {
  return (char >= 0x3000 && char <= 0x301f) || (char >= 0xff01 && char <= 0xff5e)
}

const MARKS = '«»—–№…“”„‘’·°©'

/** Scripts of one byte a letter; letters by how often they are met, in small ones. */
function script(often: string, usual: string, rare: string): Candidate['score'] {
  const points = new Map<number, number>()
  const add = (letters: string, value: number) => {
    for (const letter of letters) points.set(letter.charCodeAt(0), value)
  }
  add(MARKS, 0.5)
  add(often, 2.4)
  add(usual, 1.8)
  add(rare, 0.6)
  return (char, previous) => {
    const small = String.fromCharCode(char).toLowerCase().charCodeAt(0)
    const value = points.get(small) ?? -2
    if (small === char) return value
    // "пеЧЬ" is no word; a capital begins one, or follows another.
    const isAfterSmall = points.has(previous) && previous > 0xff && isSmall(previous)
    return isAfterSmall ? -1 : value * 0.8
  }
}

function isSmall(char: number): boolean {
  const letter = String.fromCharCode(char)
  return letter.toUpperCase() !== letter
}

const cyrillic = script('оеаинтрсл', 'вкмдпуыяьгзбйчжхшюіїєґўљњћђ', 'щэцфъё')
const greekLetters = script('αοιετσνηυρπκς', 'μλάέήίόύώωθγδχ', 'φβξζψϊϋΐΰ')
// A short word may be Greek or Russian; far more pages are Russian.
const greek = (char: number, previous: number) => greekLetters(char, previous) * 0.93
const hebrew = script('יוהלארתמשבנ', 'קדעפכחצסגזםן', 'טךףץ')
const arabic = script('اليمنورتبة', 'عدسهفكحقجشصخطذىأئإ', 'ءآؤثزضظغپچژگ')

/** Accents beside plain letters, so one point each, and a little less for the rarer sets. */
function accents(letters: string, value: number, halves = ''): Candidate['score'] {
  const own = new Set(letters.split(''))
  const half = new Set(halves.split(''))
  return (char) => {
    const letter = String.fromCharCode(char)
    return own.has(letter) ? value : half.has(letter) ? value / 2 : -1
  }
}

const SIGNS = '’‘“”«»–—…·°©®€£§¿¡™•ªº„'
// õ is Portuguese, and ő in the set next to this one.
const latin = accents(`éèêëàâáäãåçñíìîïóòôöúùûüýæøœßÉÈÀÁÄÅÇÑÓÖÜØÆ${SIGNS}`, 1, 'õ')
const CENTRAL = `ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰöüäßăâîșțşţ„”–—`
const central = accents(CENTRAL, 0.95)
const turkish = accents(`ışğİŞĞçöüÇÖÜâîû${SIGNS}`, 0.97)
const baltic = accents(`ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņĀĒĢĪĶĻŅõäöüÕÄÖÜ„”–—`, 0.93)

export const CANDIDATES: readonly Candidate[] = [
  { charset: 'windows-1252', score: latin },
  { charset: 'windows-1250', score: central },
  { charset: 'iso-8859-2', score: accents(CENTRAL, 0.94) },
  { charset: 'windows-1254', score: turkish },
  { charset: 'windows-1257', score: baltic },
  { charset: 'windows-1251', score: cyrillic },
  { charset: 'koi8-r', score: (char, previous) => cyrillic(char, previous) * 0.99 },
  { charset: 'windows-1253', score: greek },
  { charset: 'windows-1255', score: hebrew },
  { charset: 'windows-1256', score: arabic },
  { charset: 'windows-874', score: thai },
  { charset: 'shift_jis', score: japanese },
  { charset: 'euc-jp', score: japanese },
  { charset: 'gb18030', score: chinese },
  { charset: 'big5', score: chinese },
  { charset: 'euc-kr', score: korean },
]
