/** Small PDFs for tests: valid files with one page, built by hand. */
export interface PdfParts {
  /** Entries of the Info dictionary, e.g. `/Title (Clay)`. */
  info?: string
  /** The XMP packet. */
  xmp?: string
  /** Drawing of the first page; Helvetica is `/F1`. */
  page?: string
  /** Instead of `page`: bytes of a stream and how they are packed. */
  packedPage?: { data: Buffer; filter: string }
}

export function pdfOf({ info = '', xmp = '', page = '', packedPage }: PdfParts): Buffer {
  const content = packedPage?.data ?? Buffer.from(page, 'latin1')
  const filter = packedPage === undefined ? '' : ` /Filter ${packedPage.filter}`
  const packet = Buffer.from(xmp)
  const stream = (entries: string, data: Buffer) =>
    Buffer.concat([
      Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`),
      data,
      Buffer.from('\nendstream'),
    ])
  return assemble([
    `<< /Type /Catalog /Pages 2 0 R /Lang (en)${xmp === '' ? '' : ' /Metadata 7 0 R'} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> >> /Contents 6 0 R >>',
    `<< ${info} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    stream(filter, content),
    stream('/Type /Metadata /Subtype /XML', packet),
  ])
}

function assemble(objects: (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  const add = (part: string | Buffer) => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part
    parts.push(bytes)
    length += bytes.length
  }
  for (const [index, object] of objects.entries()) {
    offsets.push(length)
    add(`${index + 1} 0 obj\n`)
    add(object)
    add('\nendobj\n')
  }
  const start = length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  add(`xref\n0 ${size}\n0000000000 65535 f \n${rows}`)
  add(`trailer\n<< /Size ${size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${start}\n%%EOF\n`)
  return Buffer.concat(parts)
}

/** Text at a height and size, as the first page draws it. */
export function line(text: string, size: number, y: number): string {
  return `BT /F1 ${size} Tf 50 ${y} Td (${text}) Tj ET `
}
