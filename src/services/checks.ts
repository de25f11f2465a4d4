/** Whether the installation and the sender's domain are in order. */
import { nobodysUnsubscribeUrl, type UnsubscribeTokens } from '../deliver/unsubscribe-token.ts'
import { createDoctorDesk } from '../desks/doctor-desk.ts'
import { describeMailSetup } from '../desks/mail-setup.ts'
import { createDoctor } from '../doctor/doctor.ts'
import { createInstanceProof } from '../doctor/instance-proof.ts'
import type { ServiceDeps } from './deps.ts'

export type CheckServices = ReturnType<typeof createCheckServices>

export function createCheckServices(
  deps: ServiceDeps,
  { unsubscribeTokens }: { unsubscribeTokens: UnsubscribeTokens },
) {
  const { db, now, config } = deps
  const instanceProof = createInstanceProof(deps.secret)
  const doctor = createDoctor({
    baseUrl: config.baseUrl,
    mailFrom: config.mailFrom.address,
    smtpUrl: config.smtpUrl,
    dkim: config.dkim,
    feedback: config.feedback ?? {},
    databaseKind: config.databaseUrl === undefined ? 'pglite' : 'postgres',
    db,
    dns: deps.dns,
    probes: deps.probes ?? {},
    mailer: deps.mailer,
    guardedFetch: deps.guardedFetch,
    proof: instanceProof,
    unsubscribeUrl: nobodysUnsubscribeUrl(config.baseUrl, unsubscribeTokens),
    now,
  })
  return {
    doctor,
    doctorDesk: createDoctorDesk({ db, now, run: doctor.run }),
    checkSenderDomain: doctor.checkSenderDomain,
    instanceProof,
    mailSetup: describeMailSetup(config),
  }
}
