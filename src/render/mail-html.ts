import { renderMarkdown } from './markdown.ts'

/**
 * A note as HTML with the styles that mail programs without `<style>` need, inline.
 *
 * Lists keep margin 0 and 20 px of padding, which all programs of caniemail.com honour. Colours
 * have their dark counterparts in `emails/partials/head.mjml`, by element and class.
 */
export function mailHtml(markdown: string, dir: 'ltr' | 'rtl', accent: string): string {
  if (markdown.trim() === '') return ''
  const start = dir === 'rtl' ? 'right' : 'left'
  const styles: Record<string, string> = {
    p: ' style="margin:6px 0 0"',
    ul: ` style="margin:0;padding:6px 0 0;padding-${start}:20px"`,
    ol: ` style="margin:0;padding:6px 0 0;padding-${start}:20px"`,
    blockquote: ` class="q" style="margin:10px 0 4px;padding:0;padding-${start}:14px;border-${start}:3px solid #8c8c8c"`,
    pre: ' style="margin:8px 0 0;white-space:pre-wrap;font-size:15px;line-height:22px"',
    code: ' style="font-family:Menlo,Consolas,monospace;font-size:.88em"',
    hr: ' class="r" style="margin:16px 0;border:0;border-top:1px solid #8c8c8c"',
    a: ` style="color:${accent}"`,
  }
  // The only tags in here are those of our own allow list; text has its "<" escaped.
  return renderMarkdown(markdown).replace(
    /<(p|ul|ol|blockquote|pre|code|hr|a)(?=[ />])/g,
    (tag, name: string) => `${tag}${styles[name] ?? ''}`,
  )
}
