/**
 * Month names and their usual short forms, 1 to 12, one language a line. Compared in lower case
 * and without dots; Slavic names in both cases they are written in beside a day.
 */
const LINES = `
  en january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec
  de januar|jänner|jan februar|feber|feb märz|maerz|mär|mrz april mai juni juli august september oktober|okt november dezember|dez
  fr janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept octobre novembre décembre|decembre|déc
  es enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre diciembre|dic
  it gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|set ottobre|ott novembre dicembre
  pt janeiro fevereiro|fev março|marco abril maio|mai junho julho agosto setembro outubro|out novembro dezembro
  nl januari februari maart|mrt april mei juni juli augustus september oktober november december
  sv januari februari mars april maj juni juli augusti september oktober november december
  da januar februar marts april maj juni juli august september oktober november december
  no januar februar mars april mai juni juli august september oktober november desember|des
  fi tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu toukokuuta|toukokuu kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu lokakuuta|lokakuu marraskuuta|marraskuu joulukuuta|joulukuu
  pl stycznia|styczeń|sty lutego|luty|lut marca|marzec kwietnia|kwiecień|kwi maja|maj czerwca|czerwiec|cze lipca|lipiec|lip sierpnia|sierpień|sie września|wrzesień|wrz października|październik|paź listopada|listopad|lis grudnia|grudzień|gru
  cs ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen září října|říjen listopadu prosince|prosinec
  hu január február március április május június július augusztus szeptember október november december
  ro ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
  tr ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
  ru января|январь|янв февраля|февраль|фев марта|март апреля|апрель|апр мая|май июня|июнь июля|июль августа|август|авг сентября|сентябрь|сен октября|октябрь|окт ноября|ноябрь|ноя декабря|декабрь|дек
  uk січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
  el ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
  ca gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
  id januari februari maret april mei juni juli agustus september oktober november desember
`

const byName = new Map<string, number>()
/** In one language a name may mean another month than in others: "listopad", "marca". */
const byLanguage = new Map<string, Map<string, number>>()

for (const line of LINES.split('\n')) {
  const [language, ...months] = line.trim().split(' ')
  if (language === undefined || months.length !== 12) continue
  const own = new Map<string, number>()
  for (const [index, names] of months.entries()) {
    for (const name of names.split('|')) {
      own.set(name, index + 1)
      if (!byName.has(name)) byName.set(name, index + 1)
    }
  }
  byLanguage.set(language, own)
}

/** Months of a language that has no line above, as the platform writes them beside a day. */
const byPlatform = new Map<string, Map<string, number>>()

function platformMonths(language: string): Map<string, number> {
  const known = byPlatform.get(language)
  if (known !== undefined) return known
  const found = new Map<string, number>()
  if (Intl.DateTimeFormat.supportedLocalesOf(language).length > 0) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
        month,
        day: 'numeric',
        timeZone: 'UTC',
      })
      for (let at = 0; at < 12; at++) {
        const parts = format.formatToParts(Date.UTC(2024, at, 15))
        const name = parts.find(({ type }) => type === 'month')?.value ?? ''
        found.set(name.normalize('NFC').toLowerCase().replace(/\.$/, ''), at + 1)
      }
    }
  }
  byPlatform.set(language, found)
  return found
}

export function monthOf(name: string, language: string | null): number | undefined {
  const key = name.normalize('NFC').toLowerCase().replace(/\.$/, '')
  const main = /^[a-z]{2,3}/i.exec(language ?? '')?.[0].toLowerCase() ?? 'en'
  const own = byLanguage.get(main)
  return own?.get(key) ?? byName.get(key) ?? (own ? undefined : platformMonths(main).get(key))
}
