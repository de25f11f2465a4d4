import { problemOf, sourceName } from '../domain/source.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { HOOK_KINDS } from '../store/schema.ts'
import type { Command } from './command.ts'

interface CommandDeps {
  withServices: <T>(work: (services: Services) => Promise<T>) => Promise<T>
  say: (text: string) => unknown
  tell: (text: string) => unknown
}

/** Feeds to poll, and the secret addresses that mail comes in by. */
export function createSourceCommands(deps: CommandDeps): Record<string, Command> {
  return { ...sourceCommands(deps), ...hookCommands(deps) }
}

function sourceCommands({ withServices, say, tell }: CommandDeps): Record<string, Command> {
  return {
    'source add': {
      usage:
        'source add URL [--title TITLE] [--section SECTION] [--tags TAG,TAG] [--backfill N] [--notes] [--follow-external]',
      about:
        'Adds a feed to poll, or the feed of a web page. --backfill: newest items to save now. --notes: its summaries are your notes (bookmark feeds). --follow-external: save what a link blog points to.',
      options: {
        title: { type: 'string' },
        section: { type: 'string' },
        tags: { type: 'string' },
        backfill: { type: 'string' },
        notes: { type: 'boolean' },
        'follow-external': { type: 'boolean' },
      },
      async run({ values, positionals: [url] }) {
        if (!url) throw new AppError('INVALID_INPUT', 'Give the address of a feed or a web page.')
        const added = await withServices((services) =>
          services.sources.add({
            url,
            title: textOf(values.title),
            section: textOf(values.section),
            tags: (textOf(values.tags) ?? '')
              .split(',')
              .map((tag) => tag.trim())
              .filter(Boolean),
            backfill: backfillOf(values.backfill),
            notes: values.notes === true,
            followExternal: values['follow-external'] === true,
          }),
        )
        if (added.foundIn) tell(`Found in ${added.foundIn}.`)
        for (const feed of added.otherFeeds) tell(`Also there: ${feed.url} ${feed.title ?? ''}`)
        const { source, poll } = added
        const saved = poll?.outcome === 'read' ? `, ${poll.saved} saved` : ''
        say(
          `${added.isNew ? 'Added' : 'Known already'}: ${source.id}\t${sourceName(source)}\t${source.url}${saved}`,
        )
        return 0
      },
    },
    'source list': {
      usage: 'source list',
      about: 'Lists sources: number, state, name, address, what is wrong.',
      async run() {
        const sources = await withServices((services) => services.sources.list({ limit: 100_000 }))
        for (const source of sources)
          say(
            [source.id, source.state, sourceName(source), source.url, problemOf(source) ?? ''].join(
              '\t',
            ),
          )
        return 0
      },
    },
    'source remove': {
      usage: 'source remove ID',
      about: 'Stops polling a source. Links from it stay.',
      async run({ positionals: [id] }) {
        await withServices((services) => services.sources.remove(numberOf(id, 'source list')))
        say(`Source ${id} is removed.`)
        return 0
      },
    },
  }
}

function hookCommands({ withServices, say }: CommandDeps): Record<string, Command> {
  return {
    'hook create': {
      usage: `hook create ${HOOK_KINDS.join('|')} [--name NAME]`,
      about: 'Makes a secret address that mail may be posted to, and prints it, alone, once.',
      options: { name: { type: 'string' } },
      async run({ values, positionals: [kind = ''] }) {
        const { url } = await withServices((services) =>
          services.hooks.create(kind, textOf(values.name) ?? ''),
        )
        say(url)
        return 0
      },
    },
    'hook list': {
      usage: 'hook list',
      about: 'Lists hooks: number, kind, first characters of the secret, name, last use.',
      async run() {
        for (const hook of await withServices((services) => services.hooks.list())) {
          const used = hook.lastUsedAt?.toISOString() ?? 'never used'
          say([hook.id, hook.kind, `${hook.prefix}…`, hook.name, used].join('\t'))
        }
        return 0
      },
    },
    'hook remove': {
      usage: 'hook remove ID',
      about: 'Ends a hook at once.',
      async run({ positionals: [id] }) {
        await withServices((services) => services.hooks.remove(numberOf(id, 'hook list')))
        say(`Hook ${id} is removed.`)
        return 0
      },
    },
  }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function backfillOf(value: string | boolean | undefined): number {
  const text = textOf(value) ?? '0'
  if (!/^\d{1,3}$/.test(text) || Number(text) > 500)
    throw new AppError('INVALID_INPUT', 'Write --backfill as a number from 0 to 500.')
  return Number(text)
}

function numberOf(id: string | undefined, where: string): number {
  if (!id || !/^\d{1,9}$/.test(id))
    throw new AppError('INVALID_INPUT', `Give the number: see ${where}.`)
  return Number(id)
}
