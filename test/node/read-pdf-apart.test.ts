import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createPdfReader } from '../../src/node/read-pdf-apart.ts'
import { pdfOf } from '../enrich/pdf-of.ts'

const titleOf = (findings: { field: string; value: string }[]) =>
  findings.find(({ field }) => field === 'title')?.value

describe('a thread for PDFs', () => {
  it('reads one after the other', async () => {
    const readPdf = createPdfReader()
    const files = ['First', 'Second'].map((title) => pdfOf({ info: `/Title (${title})` }))
    const readings = await Promise.all(files.map((file) => readPdf(file)))
    expect(readings.map(titleOf)).toEqual(['First', 'Second'])
  })

  it('says nothing of a file that is broken', async () => {
    expect(await createPdfReader()(Buffer.from('%PDF-1.7\n broken'))).toEqual([])
  })

  it('ends when a page unpacks to more than it may', async () => {
    const once = deflateSync(Buffer.alloc(200_000_000, 0x20))
    const packedPage = { data: deflateSync(once), filter: '[/FlateDecode /FlateDecode]' }
    const readPdf = createPdfReader({ timeoutMs: 60_000, maxMegabytes: 64 })
    expect(titleOf(await readPdf(pdfOf({ packedPage })))).toBeUndefined()
    // The next file has a thread of its own.
    expect(titleOf(await readPdf(pdfOf({ info: '/Title (Next)' })))).toBe('Next')
  })

  it('ends when time is up', async () => {
    const readPdf = createPdfReader({ timeoutMs: 1, maxMegabytes: 64 })
    expect(await readPdf(pdfOf({ info: '/Title (Late)' }))).toEqual([])
  })
})
