/**
 * The picture of an issue: SVG of our own, drawn by resvg with the fonts of this machine.
 *
 * A package brings no fonts and none is shipped: Linux desktops have some, the Docker image installs
 * DejaVu. What no font here has letters for is left out: first single signs, then, where letters
 * are missing, the whole title in favour of the month in digits. Without any font the card has its
 * shapes alone. A missing letter is known by its outline, which is that of a letter that no font
 * has (U+10FFFD, private use).
 */
import { Resvg, renderAsync } from '@resvg/resvg-js'
import { CARD_SIZE, type Card, type DrawCard } from '../domain/card.ts'
import { cleanLine, escapeHtml } from '../render/clean-text.ts'
import { wrapTitle } from '../render/wrap-title.ts'

const { width: WIDTH, height: HEIGHT } = CARD_SIZE
const SIDE = 92
const ROOM = WIDTH - 2 * SIDE
// Without quotes: this version of resvg takes them for a part of the name.
const SERIF = 'Georgia, Noto Serif, Liberation Serif, DejaVu Serif, serif'
const SANS = 'Noto Sans, Liberation Sans, DejaVu Sans, sans-serif'
const OPTIONS = { font: { loadSystemFonts: true } }
const NOBODYS = '\u{10fffd}'
/** Pixels of the letters of name and facts. */
const SMALL = 34
const MOST_TITLE = 300

export const drawCard: DrawCard = async (card) => {
  const texts = {
    publication: cleanLine(card.publication, 60),
    title: cleanLine(card.title, MOST_TITLE),
    facts: cleanLine(card.facts, 60),
  }
  const missing = missingIn(Object.values(texts).join(''))
  const drawn = svgOf({
    ...card,
    publication: drawable(texts.publication, missing),
    title: drawable(texts.title, missing),
    facts: drawable(texts.facts, missing),
  })
  // Outside of this thread; what is done in it takes some hundredths of a second.
  return (await renderAsync(drawn, OPTIONS)).asPng()
}

function svgOf(card: Card): string {
  const { accent, publication, facts, isRightToLeft } = card
  const x = isRightToLeft ? WIDTH - SIDE : SIDE
  const anchor = isRightToLeft ? 'end' : 'start'
  const small = (text: string, y: number, more: string) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-family="${SANS}" font-size="${SMALL}" ${more}>${escapeHtml(wrapTitle(text, { width: ROOM / SMALL, lines: 1 })[0] ?? '')}</text>`
  return svg(`<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<rect width="${WIDTH}" height="18" fill="${accent}"/>
${small(publication, 118, 'fill="#1a1a1a" font-weight="700"')}
${titleOf(card, x, anchor)}
${small(facts, HEIGHT - 76, 'fill="#595959"')}
${bookmark(isRightToLeft ? SIDE : WIDTH - SIDE - 54, HEIGHT - 138, 3, accent)}`)
}

/** As large as it may be in four lines; else the month. */
function titleOf({ title, digits }: Card, x: number, anchor: string): string {
  const lines = (size: number, texts: string[]) => {
    const step = Math.round(size * 1.2)
    const first = Math.round(330 - ((texts.length - 1) * step) / 2 + size * 0.3)
    return texts
      .map(
        (text, index) =>
          `<text x="${x}" y="${first + index * step}" text-anchor="${anchor}" font-family="${SERIF}" font-size="${size}" font-weight="700" fill="#1a1a1a">${escapeHtml(text)}</text>`,
      )
      .join('\n')
  }
  if (title === '') return lines(170, [digits])
  const size = [92, 74, 60].find((each) => fits(title, each)) ?? 54
  const wrapped = wrapTitle(title, { width: ROOM / size, lines: 4 })
  // The guess may be short where a font is wide.
  const measured = open(svg(lines(size, wrapped))).innerBBox()?.width ?? 0
  const real = measured > ROOM ? Math.floor((size * ROOM) / measured) : size
  return lines(real, wrapped)
}

function fits(title: string, size: number): boolean {
  return wrapTitle(title, { width: ROOM / size, lines: 9 }).length * size * 1.2 <= 330
}

const bookmark = (x: number, y: number, scale: number, colour: string) =>
  `<path transform="translate(${x} ${y}) scale(${scale})" fill="${colour}" d="M1 0h16a1 1 0 0 1 1 1v25l-9-6.5L0 26V1a1 1 0 0 1 1-1z"/>`

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${inside}</svg>`

const open = (text: string) => new Resvg(text, OPTIONS)

/** The text without signs that no font here has; empty when letters are among them. */
function drawable(text: string, missing: Set<string>): string {
  const lost = [...text].filter((character) => missing.has(character))
  if (lost.some((character) => /[\p{L}\p{N}]/u.test(character))) return ''
  return [...text]
    .filter((character) => !missing.has(character))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

function missingIn(text: string): Set<string> {
  const asked = [...new Set(text)].filter((character) => !/[\s\p{M}\p{Cf}]/u.test(character))
  const probe = (character: string, index: number) =>
    `<g id="c${index}"><text y="60" font-family="${SERIF}" font-size="60">${escapeHtml(character)}</text></g>`
  const drawn = open(svg([NOBODYS, ...asked].map(probe).join(''))).toString()
  const outlines = new Map(
    [...drawn.matchAll(/<g id="c(\d+)">\s*<g>\s*<path[^>]* d="([^"]*)"/g)].map(
      ([, index = '', outline = '']) => [Number(index), outline],
    ),
  )
  const nobodys = outlines.get(0)
  return new Set(
    asked.filter((_, index) => {
      const outline = outlines.get(index + 1)
      return outline === undefined || outline === nobodys
    }),
  )
}
