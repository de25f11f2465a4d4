import { startChild } from './child.ts'
import { median, type Result, toResult } from './compare.ts'
import { openInstallation } from './installation.ts'
import { startPostgres } from './postgres.ts'
import { type PrebuiltMessage, sendRaw } from './raw-sender.ts'

const RECIPIENTS = 10_000
const CONNECTIONS = 10
/** The sample twice over: a mail of about 31 KB. */
const COPIES = 2
const MONTHS = ['2023-07', '2023-08']

interface SinkState {
  port: number
  messages: number
  last: string
}

/**
 * An issue to 10,000 subscribers on PostgreSQL with its ledger, against raw sockets that push as
 * many prebuilt messages of the same size into the same sink.
 */
export async function benchSend(): Promise<Result> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const postgres = await startPostgres()
    closers.unshift(() => postgres.stop())
    const sink = startChild('smtp-sink.ts')
    closers.unshift(() => sink.stop())
    const state = () => sink.ask<SinkState>({})
    const { port } = await state()
    const installation = await openInstallation({
      DATABASE_URL: postgres.url,
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      SEND_CONNECTIONS: String(CONNECTIONS),
    })
    closers.unshift(() => installation.close())
    const { services } = installation

    for (let from = 0; from < RECIPIENTS; from += 2_000)
      await services.db
        .insertInto('subscriber')
        .values(
          addresses()
            .slice(from, from + 2_000)
            .map(subscriber),
        )
        .execute()
    const issues: number[] = []
    for (const month of MONTHS) issues.push((await installation.publish(month, COPIES)).id)
    await services.sendTest(issues[0] ?? 0, [addressOf(0)])
    const prebuilt = buildMessages((await state()).last)
    process.stderr.write(`send: ${prebuilt[0]?.data.length} bytes a message\n`)

    const timed = async (act: () => Promise<unknown>) => {
      const started = performance.now()
      await act()
      const seconds = (performance.now() - started) / 1000
      const { messages } = await state()
      if (messages !== RECIPIENTS) throw new Error(`${messages} messages arrived.`)
      return RECIPIENTS / seconds
    }
    await timed(() => sendRaw(port, CONNECTIONS, prebuilt)) // warms up
    const ours: number[] = []
    const reference: number[] = []
    for (const id of issues) {
      reference.push(await timed(() => sendRaw(port, CONNECTIONS, prebuilt)))
      ours.push(await timed(() => services.deliverIssue(id)))
    }
    return toResult('send', 'messages/s', median(ours), median(reference))
  } finally {
    for (const close of closers) await close()
  }
}

const addressOf = (index: number) => `reader-${String(index).padStart(5, '0')}@reader.example`
const addresses = () => Array.from({ length: RECIPIENTS }, (_, index) => addressOf(index))

function subscriber(email: string) {
  const at = new Date()
  return {
    email,
    email_key: email,
    status: 'active' as const,
    confirmed_at: at,
    created_at: at,
    updated_at: at,
  }
}

/** One real message of ours with each address in turn: all of the same length. */
function buildMessages(message: string): PrebuiltMessage[] {
  return addresses().map((to) => ({
    from: 'ida@small.example',
    to,
    // As the sink got it, so dots at the start of a line are doubled already.
    data: Buffer.from(`${message.replaceAll(addressOf(0), to)}.\r\n`, 'latin1'),
  }))
}
