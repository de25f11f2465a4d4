import { parseArgs } from 'node:util'
import { hasFailed } from '../doctor/doctor.ts'
import { doctorTable } from '../doctor/doctor-table.ts'
import { sumInWords, sumOfDeliveries } from '../domain/delivery-sum.ts'
import { AppError, isAppError } from '../errors.ts'
import { bookmarkletPage } from '../http/bookmarklet.ts'
import { publishIssue } from '../publish-issue.ts'
import { renderPreview, TEMPLATE_NAMES } from '../render/preview.ts'
import { settingsHelp } from '../settings-table.ts'
import { countDeliveries } from '../store/deliveries.ts'
import { findIssueByMonth } from '../store/issues.ts'
import { laterNote } from '../store/schema-state.ts'
import type { Command } from './command.ts'
import { createHoldCommands } from './hold-commands.ts'
import { createImportPostCommands } from './import-post-command.ts'
import { createLinkCommands } from './link-commands.ts'
import { loadConfig } from './load-config.ts'
import { loadFixture, loadTemplates } from './load-templates.ts'
import { createPostCommands } from './post-commands.ts'
import { createProgress } from './progress-bar.ts'
import { openRuntime, type Runtime } from './runtime.ts'
import { startServer } from './serve.ts'
import { createSourceCommands } from './source-commands.ts'
import { createSubscriberCommands } from './subscriber-commands.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const tell = (text: string) => process.stderr.write(`${text}\n`)

/** Opens everything for one command and closes it again. */
async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(loadConfig(), { onWait: tell })
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
      // Whoever asks while it still starts is heard too; who asks twice ends it at once.
      const asked = new Promise<void>((resolve) => {
        process.once('SIGTERM', resolve)
        process.once('SIGINT', resolve)
      })
      const server = await startServer(config)
      tell(`\nLinkletter is running: ${config.baseUrl}  (listening on ${server.url})`)
      tell(
        config.smtpUrl
          ? 'Mail goes through SMTP_URL.'
          : `Mail is written to ${server.runtime.outbox}`,
      )
      if (await server.runtime.services.sendingHold.isOn())
        tell('This is a restored copy. Nothing is sent until you say so: hold release.')
      if (config.roles.has('web')) await tellNextSteps(server.runtime.services, config.baseUrl)
      tell('See the whole month at once: npm run demo\n')
      await asked
      await server.stop()
      return 0
    },
  },
  migrate: {
    usage: 'migrate',
    about: 'Brings the database up to date. serve does the same at its start.',
    async run() {
      const later = await withRuntime(async ({ laterMigrations }) => laterMigrations)
      say(later.length > 0 ? `${laterNote(later)} Nothing was run.` : 'The database is up to date.')
      return 0
    },
  },
  'login-link': {
    usage: 'login-link [--email ADDRESS] [--reset-second-factor]',
    about:
      'Prints a link that logs in the owner, or who has the address: alone, good once and for 24 hours, without the code from an app. --reset-second-factor turns that code off.',
    options: { email: { type: 'string' }, 'reset-second-factor': { type: 'boolean' } },
    async run({ values }) {
      const email = values.email === undefined ? undefined : String(values.email)
      try {
        const link = await withRuntime(async ({ services: { logins, secondFactors } }) => {
          if (values['reset-second-factor'] === true)
            await secondFactors.reset((await logins.accountAtServer(email)).id)
          return logins.commandLink(email)
        })
        say(link)
      } catch (error) {
        if (isAppError(error, 'DATA_DIR_LOCKED'))
          tell('Stop the server for a moment, or ask for a mailed link on its login page.')
        throw error
      }
      return 0
    },
  },
  bookmarklet: {
    usage: 'bookmarklet',
    about: 'Prints a page with the bookmarklet to drag into the bookmarks bar.',
    async run() {
      process.stdout.write(bookmarkletPage(loadConfig().baseUrl))
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
    about: 'Lists tokens: number, scope, first characters, name, state, who made it in the rooms.',
    async run() {
      const tokens = await withRuntime(({ services }) => services.tokens.list())
      for (const t of tokens) {
        const maker = t.maker ? [t.maker.name || t.maker.email || t.maker.role] : []
        const state = t.revokedAt ? 'revoked' : 'valid'
        say([t.id, t.scope, `${t.prefix}…`, t.name, state, ...maker].join('\t'))
      }
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
  ...createLinkCommands({ withRuntime, say, tell }),
  ...createSourceCommands({
    withServices: (work) => withRuntime(({ services }) => work(services)),
    say,
    tell,
  }),
  ...createSubscriberCommands({ withRuntime, say, tell }),
  ...createPostCommands({ withRuntime, say, tell }),
  ...createHoldCommands({ withRuntime, say }),
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
    usage: 'issue send YYYY-MM [--force]',
    about:
      "Publishes the page and mails the issue; goes on where an earlier send stopped. --force: to more than 5,000 readers although the sender's domain fails its checks.",
    options: { force: { type: 'boolean' } },
    async run({ values, positionals: [month = ''] }) {
      return withRuntime(({ services }) => sendMonth(services, month, values.force === true))
    },
  },
  ...createImportPostCommands({ withRuntime, say, tell }),
  doctor: {
    usage: 'doctor [--json]',
    about:
      'Looks at mail server, SPF, DKIM, DMARC, bounces, BASE_URL, clock, database and disk, and says what to do. Exit code 1 when something fails.',
    options: { json: { type: 'boolean' } },
    async run({ values }) {
      const { runDoctor } = await import('./run-doctor.ts')
      const findings = await runDoctor(loadConfig())
      say(
        values.json === true
          ? JSON.stringify({ ok: !hasFailed(findings), findings }, null, 2)
          : doctorTable(findings, process.stdout.columns ?? 100),
      )
      return hasFailed(findings) ? 1 : 0
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

/** Until somebody has logged in, each start shows a new way in. */
async function tellNextSteps(services: Runtime['services'], baseUrl: string): Promise<void> {
  const link = await services.logins.startLink()
  if (link === undefined) {
    tell(`Your rooms: ${baseUrl}/admin`)
    return
  }
  tell('\nLog in here; the link works once, and for 24 hours:\n')
  tell(`  ${link}\n`)
  tell('Next: set a password there, then take the first steps.')
  tell('Programs save through the API, with a token made there under Tokens.')
}

async function sendMonth(
  services: Runtime['services'],
  month: string,
  force: boolean,
): Promise<number> {
  const issue = await findIssueByMonth(services.db, month)
  if (!issue)
    throw new AppError(
      'NOT_FOUND',
      `There is no issue of "${month}". First: issue assemble ${month}`,
    )
  if (issue.state !== 'sending') {
    if (issue.state === 'paused') await services.sendControl.resume(issue.id, force)
    else await services.sendControl.send(issue.id, 0, undefined, force)
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
  const sum = sumOfDeliveries({ total, counts })
  say(sumInWords(sum))
  return sum.holds && state === 'sent' && counts.failed === 0 && counts.unknown === 0 ? 0 : 1
}

/** The command that a command line names. */
function findCommand(args: string[]) {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((known) => known in COMMANDS)
  const command = name === undefined ? undefined : COMMANDS[name]
  return name !== undefined && command
    ? { command, rest: args.slice(name.split(' ').length) }
    : undefined
}

function readOptions(command: Command, rest: string[]): Parameters<Command['run']>[0] {
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: command.options ?? {},
      allowPositionals: true,
    })
    return { values: values as Record<string, string | boolean | undefined>, positionals }
  } catch (error) {
    throw new AppError(
      'INVALID_INPUT',
      `${(error as Error).message}\nUsage: linkletter ${command.usage}`,
      { cause: error },
    )
  }
}

/** Reads a command line without running it. Throws AppError INVALID_INPUT when it is none of ours. */
export function checkCommandLine(args: string[]): void {
  const found = findCommand(args)
  if (found) readOptions(found.command, found.rest)
  else if (args[0] !== '--help')
    throw new AppError('INVALID_INPUT', `There is no command "${args.join(' ')}".`)
}

/** Runs one command line; the number is the exit code. */
export async function runCli(args: string[]): Promise<number> {
  const found = findCommand(args)
  if (!found) {
    const isHelp = args.length === 0 || ['--help', '-h', 'help'].includes(args[0] ?? '')
    const group = Object.keys(COMMANDS).filter((known) => known.startsWith(`${args[0]} `))
    const listed = group.length > 0 ? group : Object.keys(COMMANDS)
    const text = [
      'Usage: linkletter COMMAND',
      '',
      ...listed.map((key) => `  ${key.padEnd(20)}${COMMANDS[key]?.about}`),
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
  const { command, rest } = found
  if (rest.includes('--help') || rest.includes('-h')) {
    say(
      `Usage: linkletter ${command.usage}\n\n${command.about}\n\nSettings (environment or .env):\n${settingsHelp()}`,
    )
    return 0
  }
  return command.run(readOptions(command, rest))
}
