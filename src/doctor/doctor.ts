import type { DkimKey, FeedbackConfig } from '../config.ts'
import type { Mailer } from '../deliver/mailer.ts'
import type { GuardedFetch } from '../domain/fetching.ts'
import { messageOf } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import { checkBounces } from './check-bounces.ts'
import { checkClock } from './check-clock.ts'
import { checkDatabase } from './check-database.ts'
import { checkDisk } from './check-disk.ts'
import { checkMailServer } from './check-mail-server.ts'
import { checkReplica } from './check-replica.ts'
import { checkWeb } from './check-web.ts'
import type { Dns } from './dns.ts'
import type { DoctorProbes } from './doctor-probes.ts'
import { type Finding, findingsOf } from './finding.ts'
import type { InstanceProof } from './instance-proof.ts'
import { createCheckSenderDomain } from './sender-domain.ts'

export interface DoctorDeps {
  baseUrl: string
  mailFrom: string
  smtpUrl: string | undefined
  dkim: DkimKey | undefined
  feedback: FeedbackConfig
  databaseKind: 'pglite' | 'postgres'
  /** Undefined: another process has the embedded database. */
  db: Database | undefined
  dns: Dns | undefined
  probes: DoctorProbes
  mailer: Mailer
  guardedFetch: GuardedFetch
  proof: InstanceProof
  unsubscribeUrl: string
  now: () => Date
}

export type Doctor = ReturnType<typeof createDoctor>

/** Looks at everything that must be right for a mail to arrive. Changes nothing. */
export function createDoctor(deps: DoctorDeps) {
  const checkSenderDomain = createCheckSenderDomain({
    dns: deps.dns,
    sender: {
      from: deps.mailFrom,
      envelopeFrom: deps.feedback.bounceAddress ?? deps.mailFrom,
      dkim: deps.dkim,
      smtpUrl: deps.smtpUrl,
    },
  })

  async function checkWebAndClock(): Promise<Finding[]> {
    const { findings, date } = await checkWeb(deps)
    return [...findings, await checkClock({ ...deps, httpDate: date })]
  }

  return {
    /** SPF, DKIM, DMARC and alignment alone. */
    checkSenderDomain,
    /** All findings, in the order in which to mend them. Never throws. */
    async run(): Promise<Finding[]> {
      const { db } = deps
      const parts = await Promise.all([
        watched('smtp', () => checkMailServer(deps)),
        watched('sender-domain', checkSenderDomain),
        watched('bounces', () => checkBounces(deps)),
        watched('base-url', checkWebAndClock),
        db
          ? watched('database', () => checkDatabase(db, deps.databaseKind))
          : [findingsOf('database').skipped('The running server has it. Ask GET /api/v1/doctor.')],
        watched('read-replica', () => checkReplica(deps.probes)),
        watched('data-dir', async () => [await checkDisk(deps.probes)]),
      ])
      return parts.flat()
    },
  }
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({ status }) => status === 'fail')
}

/** A check that breaks is a finding, and the others are still made. */
async function watched(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    return [findingsOf(check).fail(`The check broke: ${messageOf(error)}`, 'See the log.')]
  }
}
