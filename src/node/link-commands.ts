import { once } from 'node:events'
import { basename } from 'node:path'
import { EXPORT_FORMATS, exporters } from '../collect/exports.ts'
import { IMPORT_FORMATS, type ImportFormat } from '../collect/imports/index.ts'
import { AppError } from '../errors.ts'
import { exportAll, importAll } from './archive-commands.ts'
import { type Command, type CommandDeps, openInput } from './command.ts'

/** Links from other tools in, everything out. */
export function createLinkCommands({
  withRuntime,
  say,
  tell,
}: CommandDeps): Record<string, Command> {
  return {
    import: {
      usage: `import FILE [--format ${IMPORT_FORMATS.join('|')}] [--no-enrich] | import --all FILE [--new-secret]`,
      about:
        'Reads links from a file, an export of ours with its issues and settings. The same file twice changes nothing. --no-enrich: the pages are not read. --all: puts what export --all wrote into an empty instance, which then sends nothing until you say so.',
      options: {
        format: { type: 'string' },
        'no-enrich': { type: 'boolean' },
        all: { type: 'boolean' },
        'new-secret': { type: 'boolean' },
      },
      async run({ values, positionals: [file] }) {
        if (values.all === true) return importAll({ say, tell }, values, file)
        const format = String(values.format ?? 'auto')
        if (format !== 'auto' && !IMPORT_FORMATS.includes(format as ImportFormat))
          throw new AppError('INVALID_INPUT', `Choose a format: ${IMPORT_FORMATS.join(', ')}.`)
        const opened = openInput(file, 'Importing')
        const report = await withRuntime(({ services }) =>
          services.importLinks(format as ImportFormat | 'auto', opened.input, {
            fileName: basename(opened.file),
            enrich: values['no-enrich'] !== true,
            mayRestore: true,
            onProgress: ({ done }) => opened.onProgress(done),
          }),
        )
        opened.end()
        for (const notice of report.notices) tell(notice)
        for (const { line, reason } of report.rejected) tell(`Line ${line}: ${reason}`)
        say(
          `${report.created} created, ${report.duplicates} known already, ${report.rejected.length} rejected`,
        )
        return 0
      },
    },
    export: {
      usage: `export [--format ${[...EXPORT_FORMATS, 'opml'].join('|')}] | export --all FILE [--with-secret]`,
      about:
        'Writes everything but subscribers to stdout (json), or all links (netscape, csv), or the sources (opml). import reads it back. --all: writes the whole instance into one file, - for stdout; import --all puts it into an empty one, on PostgreSQL or not.',
      options: {
        format: { type: 'string' },
        all: { type: 'boolean' },
        'with-secret': { type: 'boolean' },
      },
      async run({ values, positionals: [file] }) {
        if (values.all === true) return exportAll({ say, tell }, values, file)
        if (values.format === 'opml') {
          say(await withRuntime(({ services }) => services.sources.toOpml()))
          return 0
        }
        const format = EXPORT_FORMATS.find((name) => name === (values.format ?? 'json'))
        if (!format)
          throw new AppError(
            'INVALID_INPUT',
            `Choose a format: ${EXPORT_FORMATS.join(', ')}, opml.`,
          )
        await withRuntime(async ({ services }) => {
          const text = exporters[format].write(await services.exportSource({ settings: true }))
          // Whoever reads may be slower than we write: what waits must not fill the memory.
          for await (const part of text)
            if (!process.stdout.write(part)) await once(process.stdout, 'drain')
        })
        return 0
      },
    },
  }
}
