import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { createUnsubscribeTokens, nobodysUnsubscribeUrl } from '../deliver/unsubscribe-token.ts'
import { createDoctor } from '../doctor/doctor.ts'
import { type Finding, findingsOf } from '../doctor/finding.ts'
import { createInstanceProof } from '../doctor/instance-proof.ts'
import { isAppError } from '../errors.ts'
import { createDoctorProbes } from './doctor-probes.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { createDns } from './name-servers.ts'
import { openMailer } from './open-mailer.ts'
import { openRuntime } from './runtime.ts'
import { readOrMakeSecret } from './secret.ts'

/** All checks from the command line, also while the server has the embedded database. */
export async function runDoctor(config: Config): Promise<Finding[]> {
  let runtime: Awaited<ReturnType<typeof openRuntime>>
  try {
    runtime = await openRuntime(config)
  } catch (error) {
    if (isAppError(error, 'VERSION_TOO_OLD'))
      return [
        findingsOf('migrations').fail(
          error.message,
          'Mend this first: nothing else was looked at.',
        ),
      ]
    if (!isAppError(error, 'DATA_DIR_LOCKED')) throw error
    return runWithoutDatabase(config)
  }
  try {
    return await runtime.services.doctor.run()
  } finally {
    await runtime.close()
  }
}

async function runWithoutDatabase(config: Config): Promise<Finding[]> {
  const secret = config.secret ?? readOrMakeSecret(config.dataDir)
  const mailer = openMailer(config, resolve(config.dataDir, 'outbox'))
  const guardedFetch = createGuardedFetch({
    allow: config.fetchAllow,
    userAgent: `Linkletter (+${config.baseUrl})`,
  })
  try {
    return await createDoctor({
      ...config,
      mailFrom: config.mailFrom.address,
      databaseKind: 'pglite',
      db: undefined,
      dns: createDns(),
      probes: createDoctorProbes(config),
      mailer,
      guardedFetch,
      proof: createInstanceProof(secret),
      unsubscribeUrl: nobodysUnsubscribeUrl(config.baseUrl, createUnsubscribeTokens(secret)),
      now: () => new Date(),
    }).run()
  } finally {
    await mailer.close()
    await guardedFetch.close()
  }
}
