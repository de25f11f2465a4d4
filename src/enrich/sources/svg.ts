/** A drawing that was saved itself: its first title names it. */
import { type Finding, findingsOf } from '../page-reading.ts'
import { decodeEntities } from '../text.ts'

export function readSvg(markup: string): Finding[] {
  const title = /<title\b[^<>]{0,200}>([^<]{1,500})<\/title>/i.exec(markup.slice(0, 50_000))?.[1]
  return findingsOf('document', { title: title === undefined ? null : decodeEntities(title) })
}
