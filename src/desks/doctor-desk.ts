import type { Finding } from '../doctor/finding.ts'
import type { Database } from '../store/schema.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

const KEY = 'doctor'
const DAY_MS = 24 * 3_600_000

export interface LastLook {
  at: Date
  findings: Finding[]
}

export type DoctorDesk = ReturnType<typeof createDoctorDesk>

/** Keeps what the doctor saw last, so that a page need not wait for name servers. */
export function createDoctorDesk({
  db,
  now,
  run,
}: {
  db: Database
  now: () => Date
  run: () => Promise<Finding[]>
}) {
  async function last(): Promise<LastLook | null> {
    const kept = await readSetting<{ at: string; findings: Finding[] }>(db, KEY)
    return kept ? { at: new Date(kept.at), findings: kept.findings } : null
  }

  let looking: Promise<LastLook> | undefined

  async function lookOnce(): Promise<LastLook> {
    const findings = await run()
    const at = now()
    await writeSetting(db, KEY, { at, findings })
    return { at, findings }
  }

  /** One look at a time: who asks meanwhile gets its result. */
  function look(): Promise<LastLook> {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }

  return {
    last,
    look,
    /** Looks unless that was done within a day. */
    async lookDaily(): Promise<void> {
      const known = await last()
      if (known === null || now().getTime() - known.at.getTime() >= DAY_MS) await look()
    },
  }
}
