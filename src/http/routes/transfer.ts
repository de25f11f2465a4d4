import { z } from 'zod'
import { EXPORT_FORMATS, exporters } from '../../collect/exports.ts'
import { IMPORT_FORMATS } from '../../collect/imports/index.ts'
import type { Services } from '../../services.ts'
import { eachLink } from '../../store/links.ts'
import { requireScope } from '../auth.ts'
import { readQuery } from '../input.ts'
import { newRouter } from '../problem.ts'

const importSchema = z.object({
  format: z
    .enum(['auto', ...IMPORT_FORMATS], { error: `One of ${IMPORT_FORMATS.join(', ')}.` })
    .default('auto'),
})
const exportSchema = z.object({
  format: z.enum(EXPORT_FORMATS, { error: `One of ${EXPORT_FORMATS.join(', ')}.` }).default('json'),
})

export function transferRoutes(services: Services) {
  return newRouter()
    .post('/imports', requireScope('edit'), async (c) => {
      const { format } = readQuery(c, importSchema)
      const body = c.req.raw.body ?? new Blob([]).stream()
      const report = await services.importLinks(
        format,
        body as unknown as AsyncIterable<Uint8Array>,
      )
      return c.json(report)
    })
    .get('/export', requireScope('edit'), async (c) => {
      const { format } = readQuery(c, exportSchema)
      const exporter = exporters[format]
      const text = exporter.write(eachLink(services.db))
      const encoder = new TextEncoder()
      const stream = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { done, value } = await text.next()
          if (done) controller.close()
          else controller.enqueue(encoder.encode(value))
        },
      })
      return c.body(stream, 200, {
        'content-type': exporter.contentType,
        'content-disposition': `attachment; filename="${exporter.fileName}"`,
      })
    })
}
