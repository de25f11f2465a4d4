/**
 * Title, authors and date of a PDF, read by PDF.js (the package unpdf, which also runs on Workers).
 *
 * In: the whole file. Out: findings; none for a file that is broken, locked, or takes too long.
 * XMP is believed before the Info dictionary. Only where neither gives a title is the first page
 * looked at. PDF.js computes without a pause, so a hostile file is best read in a thread of its
 * own (node/read-pdf-apart.ts).
 */
import { type Finding, findingsOf } from '../page-reading.ts'
import { cleanText } from '../text.ts'
import { type PdfTextItem, readHeadline } from './pdf-headline.ts'

export type ReadPdf = (body: Uint8Array) => Promise<Finding[]>

/** What programs put where a title should be. */
const NO_TITLE =
  /^(?:untitled|document\d*|microsoft (?:word|powerpoint|excel)(?: -.*)?|slide \d+|powerpoint presentation|presentation\d*|book\d+|no title|title|print|layout \d+|full page (?:photo|fax print)|scan(?:ned)?(?: document)?|[\w-]+_\d{6,}|.*\.(?:dvi|indd|qxd|qxp|tex|ps|eps|pmd|fm|ai|cdr|pub|pages|html?|aspx?|php|jpe?g|png|tiff?|txt)|https?:\S+|about:blank|[\d\s._-]+)$/i

/** Without these, a file could make PDF.js draw, run scripts, or look for fonts. */
const OPTIONS = {
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: false,
  enableXfa: false,
  maxImageSize: 1,
  verbosity: 0,
} as const

export const readPdf: ReadPdf = async (body) => {
  // Loaded when the first PDF comes: it is larger than all the rest.
  const { getDocumentProxy } = await import('unpdf')
  try {
    // A copy: PDF.js takes the bytes away from whoever gave them.
    const document = await getDocumentProxy(new Uint8Array(body), OPTIONS)
    try {
      return await readDocument(document)
    } finally {
      await document.loadingTask.destroy()
    }
  } catch (error) {
    // A broken or locked file simply tells nothing of itself; its name is left.
    if (error instanceof Error) return []
    throw error
  }
}

type Document = Awaited<ReturnType<typeof import('unpdf').getDocumentProxy>>

async function readDocument(document: Document): Promise<Finding[]> {
  const { info, metadata } = await document.getMetadata()
  const said = (name: string) => text(Reflect.get(info, name))
  const xmp = (name: string): unknown => metadata?.get(name)
  const title = cleanPdfTitle(text(xmp('dc:title'))) ?? cleanPdfTitle(said('Title'))
  const creators = [xmp('dc:creator')]
    .flat()
    .map(text)
    .filter((name) => name !== '')
  return [
    ...findingsOf('document', {
      title,
      author: creators.length > 0 ? creators : said('Author'),
      published: text(xmp('dc:date')) || said('CreationDate'),
      language: said('Language') || text(xmp('dc:language')),
    }),
    ...findingsOf('first page', { title: title === undefined ? await firstPage(document) : null }),
  ]
}

function text(value: unknown): string {
  return typeof value === 'string' ? cleanText(value) : ''
}

export function cleanPdfTitle(raw: string): string | undefined {
  const title = raw
    .trim()
    .replace(/^Microsoft (?:Word|PowerPoint|Excel|Office Word) - /i, '')
    .replace(/\.(?:docx?|pptx?|xlsx?|pdf|odt|odp|rtf|wpd)$/i, '')
  return title === '' || NO_TITLE.test(title) ? undefined : title
}

async function firstPage(document: Document): Promise<string | null> {
  const page = await document.getPage(1)
  const { items } = await page.getTextContent()
  return readHeadline(items.filter((item): item is PdfTextItem & typeof item => 'str' in item))
}
