/**
 * Turns away XML that would keep a feed parser busy instead of telling it something:
 * entities of its own ("billion laughs", external files) and tags that never end or hold
 * thousands of others, on which such parsers take time by the square. One pass, a few
 * milliseconds a megabyte. Throws INVALID_INPUT.
 */
import { AppError } from '../errors.ts'

/** "<" inside one tag; well-formed XML has none. */
const mostInnerTags = 100
const mostAttributes = 1000

export function refuseHostileXml(xml: string): void {
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    if (xml.startsWith('<![CDATA[', at)) at = endOf(xml, ']]>', at)
    else if (xml.startsWith('<!--', at)) at = endOf(xml, '-->', at)
    else {
      if (/^<!entity/i.test(xml.slice(at, at + 8))) throw entitiesRefused()
      const end = endOf(xml, '>', at)
      if (/<!entity/i.test(xml.slice(at, end))) throw entitiesRefused()
      const tag = xml.slice(at + 1, end)
      if (tag.split('<', mostInnerTags + 2).length > mostInnerTags) throw brokenXml()
      if (tag.split('=', mostAttributes + 2).length > mostAttributes) throw brokenXml()
      at = end
    }
  }
}

function endOf(xml: string, mark: string, from: number): number {
  const end = xml.indexOf(mark, from)
  if (end < 0) throw new AppError('INVALID_INPUT', 'The feed is cut off: its last tag never ends.')
  return end + mark.length
}

function entitiesRefused(): AppError {
  return new AppError(
    'INVALID_INPUT',
    'The file defines XML entities of its own, which no feed needs; it was not read.',
  )
}

function brokenXml(): AppError {
  return new AppError('INVALID_INPUT', 'The feed’s XML is broken beyond reading.')
}
