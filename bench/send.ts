import { generateKeyPairSync } from 'node:crypto'
import nodemailer from 'nodemailer'
import { median, type Result, toResult } from './compare.ts'
import { type PrebuiltMessage, sendRaw } from './raw-sender.ts'
import { type Arena, CONNECTIONS, openArena, type SinkKind } from './send-arena.ts'
import { addIssue, addressOf, composeSample, sampleMail, setReaders } from './send-setup.ts'

const RECIPIENTS = 10_000
const ROUNDS = 3
/** Enough for a loop that manages some hundred a second. */
const LOOP_RECIPIENTS = 2_000
const FAR_RECIPIENTS = 1_500

/**
 * An issue to 10,000 readers on PostgreSQL with its ledger, planning included, against raw sockets
 * that push as many prebuilt messages of the same size into the same mail server.
 */
export async function benchSend(
  name: string,
  options: { sink: SinkKind; isSigned?: boolean },
): Promise<Result> {
  return inArena(options.sink, async (arena) => {
    const sender = await arena.openSender(options.isSigned ? newKey() : undefined)
    await setReaders(arena.db, RECIPIENTS)
    const prebuilt = await prebuild(RECIPIENTS)
    const pushes = () => arena.timed(RECIPIENTS, () => sendRaw(arena.port, CONNECTIONS, prebuilt))
    const sends = async () => {
      const id = await addIssue(arena.db)
      return arena.timed(RECIPIENTS, () => sender.deliver(id))
    }
    return rounds(name, sends, pushes)
  })
}

/** What most programs do, for comparison: `sendMail` of nodemailer for each reader, no ledger. */
export async function benchSendLoop(): Promise<Result> {
  return inArena('smtp', async (arena) => {
    const prebuilt = await prebuild(LOOP_RECIPIENTS)
    const { mail } = await sampleMail()
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: arena.port,
      ignoreTLS: true,
      pool: true,
      maxConnections: CONNECTIONS,
      maxMessages: Number.POSITIVE_INFINITY,
    })
    const loop = async () => {
      const readers = prebuilt.values()
      const work = async () => {
        for (const { from, to } of readers)
          await transport.sendMail({
            from: { name: 'Small Hours', address: from },
            to,
            subject: mail.subject,
            html: mail.html,
            text: mail.text,
          })
      }
      await Promise.all(Array.from({ length: CONNECTIONS }, work))
    }
    const result = await rounds(
      'send-loop',
      () => arena.timed(LOOP_RECIPIENTS, loop),
      () => arena.timed(LOOP_RECIPIENTS, () => sendRaw(arena.port, CONNECTIONS, prebuilt)),
    )
    transport.close()
    return result
  })
}

/** Two processes on one PostgreSQL against one, where the mail server's distance sets the pace. */
export async function benchSendTwo(): Promise<Result> {
  return inArena('far', async (arena) => {
    const senders = [await arena.openSender(), await arena.openSender()]
    await setReaders(arena.db, FAR_RECIPIENTS)
    const sends = async (count: number) => {
      const id = await addIssue(arena.db)
      const together = () =>
        Promise.all(senders.slice(0, count).map((sender) => sender.deliver(id)))
      return arena.timed(FAR_RECIPIENTS, together)
    }
    return rounds(
      'send-two-processes',
      () => sends(2),
      () => sends(1),
    )
  })
}

/** The first round only warms up. */
async function rounds(
  name: string,
  ours: () => Promise<number>,
  reference: () => Promise<number>,
): Promise<Result> {
  const rates = { ours: [] as number[], reference: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    const pair = { reference: await reference(), ours: await ours() }
    if (round === 0) continue
    rates.ours.push(pair.ours)
    rates.reference.push(pair.reference)
  }
  return toResult(name, 'messages/s', median(rates.ours), median(rates.reference))
}

async function inArena<T>(sink: SinkKind, act: (arena: Arena) => Promise<T>): Promise<T> {
  const arena = await openArena(sink)
  try {
    return await act(arena)
  } finally {
    await arena.close()
  }
}

/** A real message of ours with each address in turn: all of the same length. */
async function prebuild(count: number): Promise<PrebuiltMessage[]> {
  const message = (await composeSample(addressOf(1))).toString('latin1')
  return Array.from({ length: count }, (_, index) => {
    const to = addressOf(index + 1)
    // No line begins with a dot, see MimeMessage.
    const data = Buffer.from(`${message.replaceAll(addressOf(1), to)}.\r\n`, 'latin1')
    return { from: 'ida@small.example', to, data }
  })
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
