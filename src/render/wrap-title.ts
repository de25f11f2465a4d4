/**
 * A title in lines of about equal measure, for a picture.
 *
 * Words stay whole where the language has words; Chinese and Japanese break between them too.
 * Widths are guesses in em of a bold serif; whoever draws measures what came of it.
 */
export interface WrapOptions {
  /** Em. */
  width: number
  lines: number
}

/** What does not fit into the last line is cut, with an ellipsis. */
export function wrapTitle(title: string, { width, lines: most }: WrapOptions): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts(title)) {
    const longer = line + part
    if (line !== '' && widthOf(longer.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = part.trimStart()
    } else line = longer
  }
  lines.push(line.trimEnd())
  const shown = lines.slice(0, most).map((each) => cut(each, width, false))
  if (lines.length > most) shown[most - 1] = cut(`${shown[most - 1] ?? ''}`, width, true)
  return shown.filter((each) => each !== '')
}

/** Words with what follows them: spaces, commas, brackets. */
function parts(title: string): string[] {
  const found: string[] = []
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, {
    granularity: 'word',
  }).segment(title)) {
    if (isWordLike || found.length === 0) found.push(segment)
    else found[found.length - 1] += segment
  }
  return found
}

function cut(line: string, width: number, isCut: boolean): string {
  if (!isCut && widthOf(line) <= width) return line
  let kept = [...line]
  while (kept.length > 0 && widthOf(`${kept.join('')}…`) > width) kept = kept.slice(0, -1)
  return `${kept.join('').trimEnd()}…`
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += emOf(character)
  return width
}

function emOf(character: string): number {
  if (
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3ffff}]/u.test(
      character,
    )
  )
    return 1
  if (/[ilj.,:;'’|!()[\]\s]/.test(character)) return 0.36
  if (/[mwMW@%—]/.test(character)) return 1.05
  return /[\p{Lu}\d]/u.test(character) ? 0.78 : 0.66
}
