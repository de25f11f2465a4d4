import { darkAccent, type Look, type LookFont, type LookWidth } from './look.ts'

/** Longer stylesheets are refused: they would be most of what a page weighs. */
export const MAX_OWN_CSS = 50_000

const FONTS: Record<LookFont, string> = {
  serif: '',
  sans: ':root{--serif:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}body{font-size:1.125rem}',
  mono: ':root{--serif:ui-monospace,Menlo,Consolas,"Liberation Mono",monospace}body{font-size:1rem;line-height:1.75rem}',
}

const WIDTHS: Record<LookWidth, string> = {
  narrow: ':root{--column:33rem}',
  normal: '',
  // The list of contents beside the text needs a wider window then.
  wide: ':root{--column:44rem}@media (min-width:74rem) and (max-width:82rem){.contents-fold{display:block}.contents-side{display:none}.with-contents{display:block}.with-contents>article{margin-inline:auto}}',
}

/**
 * The rules that a look adds to the stylesheet of the public pages; empty when it adds none.
 * Colours count on screens only: print is black.
 */
export function lookSheet(look: Pick<Look, 'accent' | 'font' | 'width'>, ownCss: string): string {
  const { accent, font, width } = look
  const colours =
    accent === null
      ? ''
      : `@media screen{:root{--accent:${accent}}}@media screen and (prefers-color-scheme:dark){:root{--accent:${darkAccent(accent)}}}`
  return [colours, FONTS[font], WIDTHS[width], ownCss.trim()].filter(Boolean).join('\n')
}

/**
 * Why a stylesheet is refused: it is too long, or it asks for something that browsers would not
 * load here anyway, because pages load from their own site alone (Content-Security-Policy).
 */
export function ownCssProblem(css: string): 'long' | 'import' | 'elsewhere' | null {
  if (css.length > MAX_OWN_CSS) return 'long'
  const rules = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' ')
  if (/@import\b/i.test(rules)) return 'import'
  const addresses = [
    ...rules.matchAll(/url\(\s*["']?\s*([^"')\s]*)/gi),
    ...rules.matchAll(/image-set\([^)"']{0,200}["']([^"')]*)/gi),
  ]
  return addresses.some(([, address = '']) => /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address))
    ? 'elsewhere'
    : null
}
