import { type Handler, Parser } from 'htmlparser2'

/** Real pages and mails stay below a tenth of it; the parser's time grows with the square of the depth. */
const deepest = 1_000
/** Characters between two looks at the depth. */
const stepLength = 4_096

/** Reads HTML piece by piece and stops where it is nested beyond reason; what came before counts. */
export function parseMarkup(html: string, handler: Pick<Partial<Handler>, MarkupEvent>): void {
  let depth = 0
  const parser = new Parser({
    ...handler,
    onopentag: (name, attributes, isImplied) => {
      depth++
      handler.onopentag?.(name, attributes, isImplied)
    },
    onclosetag: (name, isImplied) => {
      depth--
      handler.onclosetag?.(name, isImplied)
    },
  })
  for (let at = 0; at < html.length && depth <= deepest; at += stepLength)
    parser.write(html.slice(at, at + stepLength))
  parser.end()
}

type MarkupEvent = 'onopentag' | 'onclosetag' | 'ontext'
