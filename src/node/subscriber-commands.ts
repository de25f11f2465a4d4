import { once } from 'node:events'
import { SUBSCRIBER_STATUSES } from '../domain/subscriber.ts'
import { AppError } from '../errors.ts'
import { countSubscribers } from '../store/subscribers.ts'
import type { SubscriberImportReport } from '../subscriber-transfer.ts'
import { type Command, type CommandDeps, openInput } from './command.ts'
import { createProgress } from './progress-bar.ts'

/** Readers from other tools in, all of them out. */
export function createSubscriberCommands(deps: CommandDeps): Record<string, Command> {
  return {
    'subscribers import': {
      usage: `subscribers import FILE [--dry-run] [--status ${SUBSCRIBER_STATUSES.join('|')}]`,
      about:
        'Reads readers from a CSV file: of ours, Mailchimp, Buttondown, Ghost, listmonk, Substack. Who left stays gone. --dry-run only tells what would change. --status: of rows that say none (default: active).',
      options: { 'dry-run': { type: 'boolean' }, status: { type: 'string' } },
      run: ({ values, positionals: [file] }) => importSubscribers(deps, file, values),
    },
    'subscribers export': {
      usage: 'subscribers export',
      about: 'Writes all readers to stdout as CSV. subscribers import reads it back.',
      async run() {
        const bar = createProgress('Exporting')
        await deps.withRuntime(async ({ services }) => {
          const counts = await countSubscribers(services.db)
          const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
          let lines = -1
          for await (const part of services.readers.transfer.exportCsv()) {
            if (!process.stdout.write(part)) await once(process.stdout, 'drain')
            lines += part.split('\r\n').length - 1
            bar.show(lines, total)
          }
        })
        bar.end()
        return 0
      },
    },
  }
}

async function importSubscribers(
  { withRuntime, say, tell }: CommandDeps,
  file: string | undefined,
  values: Record<string, string | boolean | undefined>,
): Promise<number> {
  const status = SUBSCRIBER_STATUSES.find((known) => known === (values.status ?? 'active'))
  if (!status)
    throw new AppError('INVALID_INPUT', `Choose a status: ${SUBSCRIBER_STATUSES.join(', ')}.`)
  const isDryRun = values['dry-run'] === true
  const { input, onProgress, end } = openInput(file, isDryRun ? 'Reading' : 'Importing')
  const report = await withRuntime(({ services }) =>
    services.readers.transfer.importCsv(input, { isDryRun, status, onProgress }),
  )
  end()
  for (const { line, reason } of report.rejected) tell(`Line ${line}: ${reason}`)
  if (isDryRun) tellSamples(report, tell)
  say(
    `${isDryRun ? 'would be: ' : ''}${report.created} created, ${report.updated} updated, ${report.unchanged} unchanged, ${report.suppressed} stay suppressed, ${report.rejected.length} rejected`,
  )
  return 0
}

function tellSamples({ samples }: SubscriberImportReport, tell: CommandDeps['tell']): void {
  for (const { line, email } of samples.created) tell(`Line ${line}: new: ${email}`)
  for (const { line, email, changes } of samples.updated)
    tell(`Line ${line}: changes: ${email} (${changes.join(', ')})`)
  for (const { line, email, reason } of samples.suppressed)
    tell(`Line ${line}: stays suppressed: ${email} (${reason})`)
}
