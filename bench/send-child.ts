import { readFileSync } from 'node:fs'
import type { Mailer } from '../src/deliver/mailer.ts'
import { answerParent } from './child.ts'
import { openSender, type Sender, type SenderSetup } from './send-setup.ts'

/** `isDry`: everything but the network; each message is composed and counts as taken at once. */
export type ToSender =
  | { open: Omit<SenderSetup, 'mailer'> & { isDry?: boolean } }
  | { deliver: number }

export interface SenderAnswer {
  /** Of this process so far, in bytes. */
  peakMemory: number
}

let sender: Sender | undefined

/** A process that sends issues, as `ROLES=jobs` does, and nothing else. */
answerParent(async (question: ToSender) => {
  if ('open' in question) {
    const { isDry, ...setup } = question.open
    sender = await openSender(isDry ? { ...setup, mailer: dryMailer } : setup)
  } else {
    await sender?.deliver(question.deliver)
  }
  return { peakMemory: peakMemory() } satisfies SenderAnswer
})

/** On Linux `maxRSS` begins with what the parent held when it started this process. */
function peakMemory(): number {
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]
  if (kibibytes === undefined) throw new Error('No VmHWM in /proc/self/status.')
  return Number(kibibytes) * 1024
}

const taken = { state: 'sent', reply: '250 2.0.0 taken' } as const
const dryMailer: Mailer = {
  open: async () => ({ lane: { send: async () => taken, release: () => undefined } }),
  send: async () => taken,
  verify: async () => undefined,
  close: async () => undefined,
}
