import { createTick } from '../jobs/tick.ts'
import { publishIssue } from '../publish-issue.ts'
import type { Invocation } from './invocation.ts'
import type { Log } from './log.ts'

/** When this isolate tidied up last. */
const tidied = { atMs: 0 }

/**
 * The tick (`jobs/tick.ts`) and all the work it finds, for so many milliseconds. Then nothing more
 * is begun: messages and pages under way are finished, rows that wait are given back, and the
 * next tick goes on. An isolate that is ended before that leaves its rows leased for some seconds.
 * `isShort`, after an answer: what was just asked for, and nothing that can wait a minute.
 *
 * All of it goes on side by side. An invocation may hold six connections: two are the database's,
 * two a run's, and for two at a time pages, feeds and checks take turns.
 */
export async function runTick(
  { services, readPages, checkLinks, settle }: Invocation,
  { forMs, log, isShort = false }: { forMs: number; log: Log; isShort?: boolean },
): Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const timer = setTimeout(() => stopping.abort(), forMs)
  const running: Promise<unknown>[] = []
  const tick = createTick({
    db: services.db,
    now: services.now,
    refusal: services.senderGate.refusal,
    isHeld: services.sendingHold.isOn,
    holdsSample: services.sampleMonth.isIn,
    countHeldBack: services.countHeldBack,
    tidied,
    publish: async (id) => {
      begin('sending', () => send(id))
    },
    sendReaderMails: () => begin('mails to readers', services.readers.sendMails),
    sendOwnerMails: () => begin('mails to the owner', services.ownerMails.sendDue),
    tellWebhooks: () => begin('webhooks', () => services.webhooks.deliverDue(signal)),
    answerOthers: () => canWait('responses', services.responses.work),
    pollSources: () => canWait('sources', () => services.sources.pollDue(signal)),
    lookAround: () => canWait('doctor', services.doctorDesk.lookDaily),
  })

  function begin(name: string, work: () => Promise<unknown>): void {
    const failed = (error: unknown) =>
      log.error('failed, goes on at the next tick', error, { name })
    running.push(work().catch(failed))
  }

  function canWait(name: string, work: () => Promise<unknown>): void {
    if (!isShort) begin(name, work)
  }

  async function send(issueId: number): Promise<void> {
    const { state, counts } = await publishIssue(services, issueId, signal)
    log.info('delivery', { issueId, state, counts })
  }

  try {
    begin('pages', () => readPages(signal))
    canWait('links', () => checkLinks(signal))
    await tick()
  } finally {
    await Promise.all(running)
    await settle()
    clearTimeout(timer)
  }
}
