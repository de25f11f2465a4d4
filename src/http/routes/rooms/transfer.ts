import type { Context } from 'hono'
import { exporters } from '../../../collect/exports.ts'
import type { ImportProgress, ImportReport } from '../../../collect/import-links.ts'
import { IMPORT_FORMATS, type ImportFormat } from '../../../collect/imports/index.ts'
import { AppError, isAppError } from '../../../errors.ts'
import { cleanLine } from '../../../render/clean-text.ts'
import { progressFormatOf, streamImport } from '../../import-stream.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { toByteStream } from '../../text-stream.ts'
import { importReport, type TransferPageProps, transferPage } from '../../views/rooms/transfer.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { archiveOf } from '../transfer.ts'
import type { RoomParts } from './parts.ts'

/** Links from other tools in, everything out, for whoever would rather not use the command line. */
export function transferRoutes(parts: RoomParts) {
  const { services, site, log, baseUrl } = parts

  async function show(
    c: RoomContext,
    more: Pick<TransferPageProps, 'report' | 'problems' | 'format'>,
    status: 200 | 422,
  ) {
    return c.html(transferPage({ site: await site(), csrf: loginOf(c).csrf, ...more }), status)
  }

  return newRoomRouter()
    .get('/', (c) => show(c, {}, 200))
    .get('/export', async (c) => {
      const format = c.req.query('format') ?? 'json'
      if (format === 'opml')
        return file(
          c,
          await services.sources.toOpml(),
          'linkletter.opml',
          'text/x-opml; charset=utf-8',
        )
      if (format === 'wxr') {
        const text = services.posts.archive(await archiveOf(services, baseUrl))
        return file(c, toByteStream(text), 'linkletter.wordpress.xml', 'text/xml; charset=utf-8')
      }
      const exporter = format in exporters ? exporters[format as keyof typeof exporters] : undefined
      if (!exporter)
        throw new AppError(
          'NOT_FOUND',
          `There is no export in the format "${format.slice(0, 40)}".`,
        )
      const source = await services.exportSource({ settings: true })
      const stream = toByteStream(exporter.write(source))
      return file(c, stream, exporter.fileName, exporter.contentType)
    })
    .post('/', async (c) => {
      const form = c.get('form')
      const upload = form.files.get('file')
      const format = form.get('format') || 'auto'
      const words = roomWords((await site()).publication.locale)
      if (!upload || upload.size === 0) {
        const problems = [{ field: 'file', message: words.importFileMissing }]
        return show(c, { problems, format }, 422)
      }
      const fileName = cleanLine(upload.name, 200)
      const run = (onProgress?: (progress: ImportProgress) => Promise<void>) =>
        services.importLinks(
          isFormat(format) ? format : 'auto',
          upload.stream() as unknown as AsyncIterable<Uint8Array>,
          {
            fileName,
            enrich: form.get('enrich') !== '',
            mayRestore: true,
            onProgress,
          },
        )
      try {
        const progressFormat = progressFormatOf(c)
        if (progressFormat) {
          const page = (result: ImportReport) => ({
            html: String(importReport({ fileName, result }, words)),
          })
          return await streamImport(c, progressFormat, run, log, page)
        }
        return await show(c, { report: { fileName, result: await run() } }, 200)
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return show(c, { problems: [{ field: 'file', message: error.message }], format }, 422)
      }
    })
}

function file(c: Context, body: string | ReadableStream, name: string, type: string) {
  return c.body(body, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
  })
}

function isFormat(text: string): text is ImportFormat {
  return (IMPORT_FORMATS as readonly string[]).includes(text)
}
