import type { SendOutcome } from '../deliver/mailer.ts'
import { AppError } from '../errors.ts'
import type { SendServiceMail } from '../send-service-mail.ts'
import type { Database } from '../store/schema.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import type { SampleMonth } from './sample-month.ts'

const KEY = 'start'

export const START_STEPS = ['name', 'link', 'reader', 'mail'] as const
export type StartStep = (typeof START_STEPS)[number]

export interface StartState {
  done: Record<StartStep, boolean>
  /** The owner has put it away; it is there to come back to. */
  isLeft: boolean
  isOver: boolean
  hasSample: boolean
  /** Somebody has chosen the time zone; until then the browser's may be guessed. */
  isZoneChosen: boolean
}

export interface StartDeskDeps {
  db: Database
  now: () => Date
  baseUrl: string
  sampleMonth: SampleMonth
  sendServiceMail: SendServiceMail
}

interface Kept {
  isLeft?: boolean
  mailedAt?: string
}

export type StartDesk = ReturnType<typeof createStartDesk>

/** The first steps. Each is done when what it asks for is there, wherever that was done. */
export function createStartDesk({ db, now, baseUrl, sampleMonth, sendServiceMail }: StartDeskDeps) {
  const kept = async () => (await readSetting<Kept>(db, KEY)) ?? {}

  async function note(changes: Kept): Promise<void> {
    await writeSetting(db, KEY, { ...(await kept()), ...changes })
  }

  async function hasOwnLink(sampleIds: number[]): Promise<boolean> {
    let query = db.selectFrom('link').select('id').limit(1)
    if (sampleIds.length > 0) query = query.where('id', 'not in', sampleIds)
    return (await query.executeTakeFirst()) !== undefined
  }

  async function hasReader(): Promise<boolean> {
    return (
      (await db.selectFrom('subscriber').select('id').limit(1).executeTakeFirst()) !== undefined
    )
  }

  /** An issue that is out has shown that mail leaves. */
  async function hasSent(): Promise<boolean> {
    const sent = db.selectFrom('issue').select('id').where('state', '=', 'sent').limit(1)
    return (await sent.executeTakeFirst()) !== undefined
  }

  return {
    async state(): Promise<StartState> {
      const [{ isLeft = false, mailedAt }, editorial, sampleIds, hasSample, reader] =
        await Promise.all([
          kept(),
          readSetting<{ name?: string; timeZone?: string }>(db, 'editorial'),
          sampleMonth.linkIds(),
          sampleMonth.isLoaded(),
          hasReader(),
        ])
      const done = {
        name: (editorial?.name ?? '') !== '',
        link: await hasOwnLink(sampleIds),
        reader,
        mail: mailedAt !== undefined || (await hasSent()),
      }
      return {
        done,
        isLeft,
        isOver: Object.values(done).every(Boolean),
        hasSample,
        isZoneChosen: editorial?.timeZone !== undefined,
      }
    },
    leave: () => note({ isLeft: true }),
    /** One mail to the owner, the way issues go. Throws AppError MAIL_FAILED in the server's words. */
    async sendTestMail(to: string): Promise<SendOutcome> {
      const id = `test-${crypto.randomUUID()}`
      const roomUrl = `${baseUrl}/admin`
      const outcome = await sendServiceMail({ name: 'test', data: { roomUrl } }, { to, id })
      if (outcome.state !== 'sent') throw new AppError('MAIL_FAILED', outcome.reply)
      await note({ mailedAt: now().toISOString() })
      return outcome
    },
  }
}
