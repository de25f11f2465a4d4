import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { EXPORT_FORMATS, exporters } from '../collect/exports.ts'
import { IMPORT_FORMATS, type ImportFormat } from '../collect/imports/index.ts'
import { AppError } from '../errors.ts'
import { publishIssue } from '../publish-issue.ts'
import { renderPreview, TEMPLATE_NAMES } from '../render/preview.ts'
import { settingsHelp } from '../settings-table.ts'
import { countDeliveries } from '../store/deliveries.ts'
import { findIssueByMonth } from '../store/issues.ts'
import { eachLink } from '../store/links.ts'
import { loadConfig } from './load-config.ts'
import { loadFixture, loadTemplates } from './load-templates.ts'
import { createProgress } from './progress-bar.ts'
import { openRuntime, type Runtime } from './runtime.ts'
import { startServer } from './serve.ts'

interface Command {
  usage: string
  about: string
  options?: Record<string, { type: 'string' | 'boolean'; short?: string }>
  run(args: {
    values: Record<string, string | boolean | undefined>
    positionals: string[]
  }): Promise<number>
}

const say = (text: string) => process.stdout.write(`${text}\n`)
const tell = (text: string) => process.stderr.write(`${text}\n`)

/** Opens everything for one command and closes it again. */
async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(loadConfig())
  try {
    await runtime.startQueue({ work: false })
    return await work(runtime)
  } finally {
    await runtime.close()
  }
}

const COMMANDS: Record<string, Command> = {
  serve: {
    usage: 'serve',
    about: 'Serves pages and API and runs the jobs, as ROLES says.',
    async run() {
      const config = loadConfig()
      const server = await startServer(config)
      tell(`\nLinkletter is running: ${config.baseUrl}  (listening on ${server.url})`)
      tell(
        config.smtpUrl
          ? 'Mail goes through SMTP_URL.'
          : `Mail is written to ${server.runtime.outbox}`,
      )
      const { services } = server.runtime
      if ((await services.tokens.list()).length === 0 && process.stderr.isTTY) {
        const { token } = await services.tokens.create('first start', 'admin')
        tell(`Your first token, shown only now: ${token}`)
      }
      tell('Next: make a token, then save a link.')
      tell(
        '  While it runs on the embedded database, stop it first: npm run cli -- token create --name me --scope admin',
      )
      tell(
        `  curl -H "Authorization: Bearer TOKEN" -H "Content-Type: application/json" -d '{"url":"https://…"}' ${config.baseUrl}/api/v1/links`,
      )
      tell('See the whole month at once: npm run demo\n')
      return new Promise((resolve) => {
        const stop = () => void server.stop().then(() => resolve(0))
        process.once('SIGTERM', stop)
        process.once('SIGINT', stop)
      })
    },
  },
  migrate: {
    usage: 'migrate',
    about: 'Brings the database up to date. serve does the same at its start.',
    async run() {
      await withRuntime(async () => undefined)
      say('The database is up to date.')
      return 0
    },
  },
  'token create': {
    usage: 'token create --name NAME --scope save|edit|admin',
    about: 'Makes a token and prints it, alone, once.',
    options: { name: { type: 'string' }, scope: { type: 'string' } },
    async run({ values }) {
      const { token } = await withRuntime(({ services }) =>
        services.tokens.create(String(values.name ?? ''), String(values.scope ?? '')),
      )
      say(token)
      return 0
    },
  },
  'token list': {
    usage: 'token list',
    about: 'Lists tokens: number, scope, first characters, name, state.',
    async run() {
      const tokens = await withRuntime(({ services }) => services.tokens.list())
      for (const t of tokens)
        say([t.id, t.scope, `${t.prefix}…`, t.name, t.revokedAt ? 'revoked' : 'valid'].join('\t'))
      return 0
    },
  },
  'token revoke': {
    usage: 'token revoke ID',
    about: 'Ends a token at once.',
    async run({ positionals: [id] }) {
      if (!id || !/^\d+$/.test(id))
        throw new AppError('INVALID_INPUT', 'Give the number of the token: see token list.')
      await withRuntime(({ services }) => services.tokens.revoke(Number(id)))
      say(`Token ${id} is revoked.`)
      return 0
    },
  },
  import: {
    usage: `import FILE [--format ${IMPORT_FORMATS.join('|')}]`,
    about: 'Reads links from a file. The same file twice creates nothing.',
    options: { format: { type: 'string' } },
    async run({ values, positionals: [file] }) {
      if (!file) throw new AppError('INVALID_INPUT', 'Give the file to import.')
      if (!existsSync(file)) throw new AppError('INVALID_INPUT', `There is no file ${file}.`)
      const format = String(values.format ?? 'auto')
      if (format !== 'auto' && !IMPORT_FORMATS.includes(format as ImportFormat))
        throw new AppError('INVALID_INPUT', `Choose a format: ${IMPORT_FORMATS.join(', ')}.`)
      const bar = createProgress('Importing')
      const report = await withRuntime(({ services }) =>
        services.importLinks(format as ImportFormat | 'auto', createReadStream(file), {
          fileName: basename(file),
          onProgress: (done) => bar.show(done, undefined, 'links'),
        }),
      )
      bar.end()
      for (const notice of report.notices) tell(notice)
      for (const { line, reason } of report.rejected) tell(`Line ${line}: ${reason}`)
      say(
        `${report.created} created, ${report.duplicates} known already, ${report.rejected.length} rejected`,
      )
      return 0
    },
  },
  export: {
    usage: `export [--format ${EXPORT_FORMATS.join('|')}]`,
    about: 'Writes all links to stdout.',
    options: { format: { type: 'string' } },
    async run({ values }) {
      const format = EXPORT_FORMATS.find((name) => name === (values.format ?? 'json'))
      if (!format)
        throw new AppError('INVALID_INPUT', `Choose a format: ${EXPORT_FORMATS.join(', ')}.`)
      await withRuntime(async ({ services }) => {
        for await (const text of exporters[format].write(eachLink(services.db)))
          process.stdout.write(text)
      })
      return 0
    },
  },
  'issue assemble': {
    usage: 'issue assemble YYYY-MM',
    about: "Gathers the month's links into a draft, or adds what is new to it.",
    async run({ positionals: [month = ''] }) {
      const issue = await withRuntime(({ services }) => services.assembleIssue(month))
      say(`${issue.title} (${issue.month}, ${issue.state})`)
      for (const section of issue.sections) {
        say(section.name ?? '(no section)')
        for (const entry of section.entries) say(`  ${entry.title}`)
      }
      return 0
    },
  },
  'issue send': {
    usage: 'issue send YYYY-MM',
    about: 'Publishes the page and mails the issue; goes on where an earlier send stopped.',
    async run({ positionals: [month = ''] }) {
      return withRuntime(({ services }) => sendMonth(services, month))
    },
  },
  preview: {
    usage: `preview ${TEMPLATE_NAMES.join('|')} [--format html|text]`,
    about: 'Renders a mail template from its fixture to stdout.',
    options: { format: { type: 'string' } },
    async run({ values, positionals: [name] }) {
      const template = TEMPLATE_NAMES.find((known) => known === name)
      if (!template)
        throw new AppError('INVALID_INPUT', `Choose a template: ${TEMPLATE_NAMES.join(', ')}.`)
      const format = values.format ?? 'html'
      if (format !== 'html' && format !== 'text')
        throw new AppError('INVALID_INPUT', 'Choose a format: html or text.')
      say(
        (await renderPreview(await loadTemplates(), template, await loadFixture(template)))[format],
      )
      return 0
    },
  },
}

async function sendMonth(services: Runtime['services'], month: string): Promise<number> {
  const issue = await findIssueByMonth(services.db, month)
  if (!issue)
    throw new AppError(
      'NOT_FOUND',
      `There is no issue of "${month}". First: issue assemble ${month}`,
    )
  if (issue.state !== 'sending') {
    if (issue.state === 'paused') await services.sendControl.resume(issue.id)
    else await services.sendControl.send(issue.id)
  }
  const bar = createProgress('Sending')
  const timer = setInterval(async () => {
    const { total, counts } = await countDeliveries(services.db, issue.id)
    bar.show(total - counts.pending - counts.sending - counts.deferred, total)
  }, 500)
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  process.once('SIGTERM', () => stopping.abort())
  try {
    await publishIssue(services, issue.id, stopping.signal)
  } finally {
    clearInterval(timer)
  }
  const { total, counts } = await countDeliveries(services.db, issue.id)
  bar.show(total - counts.pending - counts.sending - counts.deferred, total)
  bar.end()
  const { state } = await services.getIssue(issue.id)
  say(
    `${state}: ${counts.sent} sent, ${counts.deferred} deferred, ${counts.failed} failed, ${counts.unknown} unknown, ${counts.skipped} skipped, ${counts.pending} pending`,
  )
  return state === 'sent' && counts.failed === 0 && counts.unknown === 0 ? 0 : 1
}

/** Runs one command line; the number is the exit code. */
export async function runCli(args: string[]): Promise<number> {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((known) => known in COMMANDS)
  const command = name === undefined ? undefined : COMMANDS[name]
  if (!command || name === undefined) {
    const isHelp = args.length === 0 || ['--help', '-h', 'help'].includes(args[0] ?? '')
    const group = Object.keys(COMMANDS).filter((known) => known.startsWith(`${args[0]} `))
    const listed = group.length > 0 ? group : Object.keys(COMMANDS)
    const text = [
      'Usage: linkletter COMMAND',
      '',
      ...listed.map((key) => `  ${key.padEnd(16)}${COMMANDS[key]?.about}`),
      '',
      'Settings (environment or .env):',
      settingsHelp(),
    ].join('\n')
    if (isHelp || (group.length > 0 && args.includes('--help'))) {
      say(text)
      return 0
    }
    tell(`There is no command "${args.join(' ')}".\n\n${text}`)
    return 2
  }
  const rest = args.slice(name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    say(
      `Usage: linkletter ${command.usage}\n\n${command.about}\n\nSettings (environment or .env):\n${settingsHelp()}`,
    )
    return 0
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: command.options ?? {},
      allowPositionals: true,
    })
    return await command.run({
      values: values as Record<string, string | boolean | undefined>,
      positionals,
    })
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))
      throw new AppError(
        'INVALID_INPUT',
        `${(error as Error).message}\nUsage: linkletter ${command.usage}`,
        { cause: error },
      )
    throw error
  }
}
