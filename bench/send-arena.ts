import { openDatabase } from '../src/node/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { type Child, OUR_MEMORY, startChild } from './child.ts'
import { startPostgres } from './postgres.ts'
import type { SenderAnswer, ToSender } from './send-child.ts'
import { sampleMail } from './send-setup.ts'

export const CONNECTIONS = 10

export interface SinkState {
  port: number
  /** Since the last question. */
  messages: number
  /** The last message, its dots doubled where the sink leaves them so. */
  last: string
}

/**
 * smtp   the npm package smtp-server
 * bare   as little as a mail server can do, on raw sockets
 * far    the same, each answer 20 ms late
 * none   messages go nowhere
 */
export type SinkKind = 'smtp' | 'bare' | 'far' | 'none'

const FAR_MS = 20

export type Arena = Awaited<ReturnType<typeof openArena>>

/** PostgreSQL, a mail server and senders, each a process of its own. */
export async function openArena(sinkKind: SinkKind) {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const postgres = await startPostgres()
    closers.unshift(() => postgres.stop())
    const { db, close } = await openDatabase({ databaseUrl: postgres.url, dataDir: '' })
    closers.unshift(close)
    await migrate(db)
    const sink = sinkKind === 'none' ? undefined : startSink(sinkKind)
    if (sink) closers.unshift(() => sink.stop())
    const state = async (): Promise<SinkState> =>
      (await sink?.ask<SinkState>({})) ?? { port: 0, messages: 0, last: '' }
    const { port } = await state()

    return {
      db,
      port,
      state,
      /** Another process that sends. */
      async openSender(dkimKey?: string) {
        const child = startChild('send-child.ts', [], OUR_MEMORY)
        closers.unshift(() => child.stop())
        const ask = (question: ToSender) => child.ask<SenderAnswer>(question)
        const smtpUrl = `smtp://127.0.0.1:${port}`
        const isDry = sinkKind === 'none'
        const databaseUrl = postgres.url
        const issueMail = await sampleMail()
        await ask({
          open: { issueMail, databaseUrl, smtpUrl, connections: CONNECTIONS, dkimKey, isDry },
        })
        return {
          deliver: (issueId: number) => ask({ deliver: issueId }),
          close: () => child.stop(),
        }
      },
      /** Messages a second while `act` sends `count` of them; throws when others arrived. */
      async timed(count: number, act: () => Promise<unknown>): Promise<number> {
        const started = performance.now()
        await act()
        const seconds = (performance.now() - started) / 1000
        const { messages } = await state()
        if (sink && messages !== count) throw new Error(`${messages} of ${count} messages arrived.`)
        return count / seconds
      },
      async close() {
        for (const close of closers) await close()
      },
    }
  } catch (error) {
    for (const close of closers) await close()
    throw error
  }
}

function startSink(kind: Exclude<SinkKind, 'none'>): Child {
  if (kind === 'smtp') return startChild('smtp-sink.ts')
  return startChild('bare-sink.ts', kind === 'far' ? [String(FAR_MS)] : [])
}
