import { pickWords } from '../../render/locale.ts'

/** Why an old post cannot be published as it is, and what to do. */
export interface PostProblems {
  noTitle: string
  noMonth: string
  monthToCome: string
  monthTaken: (month: string, title: string) => string
  noDay: string
  dayToCome: string
  noAddress: string
  ownAddress: string
  addressTaken: string
  noLink: string
  noEntryTitle: string
}

const en: PostProblems = {
  noTitle: 'Give the issue a title.',
  noMonth: 'Say of which month it is, as YYYY-MM.',
  monthToCome: 'This month has not begun yet.',
  monthTaken: (month, title) =>
    `${month} has an issue already ("${title}"). Give the post another month, or put its links into that issue.`,
  noDay: 'Write the day as YYYY-MM-DD, or leave it empty.',
  dayToCome: 'This day is still to come.',
  noAddress:
    'Write the whole address, or its path from the first slash. The front page stays as it is.',
  ownAddress: 'This site has a page of its own at that address. Leave it empty.',
  addressTaken: 'Another issue is redirected from this address already. Leave it empty.',
  noLink: 'There is no link in it. An issue needs one.',
  noEntryTitle: 'Give the entry a title.',
}

const de: PostProblems = {
  noTitle: 'Geben Sie der Ausgabe einen Titel.',
  noMonth: 'Sagen Sie, von welchem Monat sie ist, als JJJJ-MM.',
  monthToCome: 'Dieser Monat hat noch nicht begonnen.',
  monthTaken: (month, title) =>
    `${month} hat schon eine Ausgabe („${title}“). Geben Sie dem Beitrag einen anderen Monat, oder setzen Sie seine Links in jene Ausgabe.`,
  noDay: 'Schreiben Sie den Tag als JJJJ-MM-TT, oder lassen Sie das Feld leer.',
  dayToCome: 'Dieser Tag kommt erst noch.',
  noAddress:
    'Schreiben Sie die ganze Adresse, oder ihren Pfad ab dem ersten Schrägstrich. Die Startseite bleibt, wie sie ist.',
  ownAddress: 'Unter dieser Adresse hat diese Website eine eigene Seite. Lassen Sie das Feld leer.',
  addressTaken:
    'Von dieser Adresse führt schon eine andere Ausgabe weiter. Lassen Sie das Feld leer.',
  noLink: 'Es steht kein Link darin. Eine Ausgabe braucht einen.',
  noEntryTitle: 'Geben Sie dem Eintrag einen Titel.',
}

export function postProblems(locale: string): PostProblems {
  return pickWords({ en, de }, locale)
}
