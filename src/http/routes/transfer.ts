import { z } from 'zod'
import { EXPORT_FORMATS, exporters } from '../../collect/exports.ts'
import type { ImportProgress } from '../../collect/import-links.ts'
import { IMPORT_FORMATS } from '../../collect/imports/index.ts'
import type { Services } from '../../services.ts'
import { isWithin, requireRoom, requireScope } from '../auth.ts'
import { fileAnswer } from '../file-answer.ts'
import { type LogError, progressFormatOf, streamImport } from '../import-stream.ts'
import { readQuery } from '../input.ts'
import { newRouter } from '../problem.ts'
import { toByteStream } from '../text-stream.ts'

export const importSchema = z.object({
  format: z
    .enum(['auto', ...IMPORT_FORMATS], { error: `One of ${IMPORT_FORMATS.join(', ')}.` })
    .default('auto'),
  enrich: z
    .enum(['true', 'false'], { error: 'One of true, false.' })
    .default('true')
    .transform((s) => s === 'true'),
})
/** Links, the sources as OPML, or the published issues for WordPress. */
const FORMATS = [...EXPORT_FORMATS, 'opml', 'wxr'] as const
export const exportSchema = z.object({
  format: z.enum(FORMATS, { error: `One of ${FORMATS.join(', ')}.` }).default('json'),
})

export function transferRoutes(services: Services, log: LogError, baseUrl: string) {
  const room = requireRoom('/admin/import')
  return newRouter()
    .post('/imports', requireScope('edit'), room, async (c) => {
      const { format, enrich } = readQuery(c, importSchema)
      const body = (c.req.raw.body ?? new Blob([]).stream()) as unknown
      const run = (onProgress?: (progress: ImportProgress) => Promise<void>) =>
        services.importLinks(format, body as AsyncIterable<Uint8Array>, {
          enrich,
          mayRestore: isWithin(c.get('scope'), 'admin'),
          onProgress,
        })
      const progressFormat = progressFormatOf(c)
      return progressFormat ? streamImport(c, progressFormat, run, log) : c.json(await run())
    })
    .get('/export', requireScope('edit'), room, async (c) => {
      const { format } = readQuery(c, exportSchema)
      if (format === 'opml')
        return c.body(await services.sources.toOpml(), 200, {
          'content-type': 'text/x-opml; charset=utf-8',
          'content-disposition': 'attachment; filename="linkletter.opml"',
        })
      if (format === 'wxr') {
        const text = services.posts.archive(await archiveOf(services, baseUrl))
        return fileAnswer(
          c,
          toByteStream(text),
          'linkletter.wordpress.xml',
          'text/xml; charset=utf-8',
        )
      }
      const exporter = exporters[format]
      const source = await services.exportSource({ settings: isWithin(c.get('scope'), 'admin') })
      const stream = toByteStream(exporter.write(source))
      return c.body(stream, 200, {
        'content-type': exporter.contentType,
        'content-disposition': `attachment; filename="${exporter.fileName}"`,
      })
    })
}

/** Whose archive it is, for the head of a WXR file. */
export async function archiveOf(
  { readEditorial }: Pick<Services, 'readEditorial'>,
  baseUrl: string,
) {
  const urls = { home: `${baseUrl}/`, issue: `${baseUrl}/`, archive: `${baseUrl}/archive` }
  return { publication: await readEditorial(), urls }
}
