import { DomUtils, parseDocument } from 'htmlparser2'

/** A page or mail as a browser would read it, for asking what is really in it. */
export function readHtml(html: string) {
  const document = parseDocument(html)
  const elements = DomUtils.getElementsByTagName('*', document, true)
  return {
    elements,
    /** All text, spaces collapsed; without styles and scripts. */
    text: spaced(
      DomUtils.getElementsByTagName('body', document, true)
        .concat(DomUtils.getElementsByTagName('body', document, true).length > 0 ? [] : elements)
        .slice(0, 1)
        .map((element) => DomUtils.textContent(element))
        .join(' '),
    ),
    byTag: (name: string) => DomUtils.getElementsByTagName(name, document, true),
    byClass: (name: string) =>
      elements.filter((element) => (element.attribs.class ?? '').split(/\s+/).includes(name)),
    links: DomUtils.getElementsByTagName('a', document, true).map(
      (link) => link.attribs.href ?? '',
    ),
  }
}

export function textOf(element: Parameters<typeof DomUtils.textContent>[0]): string {
  return spaced(DomUtils.textContent(element))
}

export function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** What would run or load something: must never come from a text. */
export function dangers(html: string): string[] {
  const { elements } = readHtml(html)
  return elements.flatMap((element) => [
    ...(['script', 'iframe', 'object', 'embed', 'img', 'form', 'base', 'svg'].includes(element.name)
      ? [`<${element.name}>`]
      : []),
    ...Object.entries(element.attribs)
      .filter(
        ([name, value]) =>
          name.startsWith('on') ||
          ((name === 'href' || name === 'src') && !/^(https?:|mailto:|#|\/|slot-)/.test(value)),
      )
      .map(([name, value]) => `${name}="${value}"`),
  ])
}

/** Titles, names and notes that strangers and their pages have tried elsewhere. */
export const HOSTILE = [
  '</mj-text><mj-raw><script>alert(1)</script></mj-raw><mj-text>',
  '<img src=x onerror=alert(1)>',
  '{{env}} {{ 7 | times: 7 }} {% include "partials/head.mjml" %}',
  '<mj-include path="/etc/passwd" />',
  '<!--[if mso]><script>alert(1)</script><![endif]-->',
  '" onmouseover="alert(1)" x="',
  "' autofocus onfocus='alert(1)",
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  ']]></content><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
  'font-family: Roboto; <link href="https://fonts.example/x">',
  'a\u0000b\u0007c\u001b[31m \ud800 \u202e gnirts',
  '$& $1 $` $$',
]
