import type { RateLimiter } from './access/rate-limiter.ts'
import type { GuardedFetch } from './domain/fetching.ts'
import {
  DEFAULT_RESPONSES,
  type IssueResponse,
  type Ping,
  type ResponseSettings,
  type ResponseTab,
} from './domain/response.ts'
import { AppError } from './errors.ts'
import { createComments } from './respond/comments.ts'
import { createDigest } from './respond/digest.ts'
import { createMentions } from './respond/mentions.ts'
import { createPings } from './respond/pings.ts'
import type { SendServiceMail } from './send-service-mail.ts'
import { getOrCreateOwner } from './store/accounts.ts'
import { findPings } from './store/pings.ts'
import {
  countResponses,
  deleteResponse,
  deleteSpam,
  findResponses,
  findShownResponses,
  moveResponse,
} from './store/responses.ts'
import type { Database } from './store/schema.ts'
import { readSetting, writeSetting } from './store/settings.ts'

const KEY = 'responses'
/** Under one issue; older ones stay in the room. */
const MOST_SHOWN = 500
/** In one list of the room. */
const MOST_LISTED = 200

export interface ResponseDeps {
  db: Database
  now: () => Date
  secret: string
  baseUrl: string
  limiter: RateLimiter
  guardedFetch: GuardedFetch
  fetchAllow: readonly string[]
  sendServiceMail: SendServiceMail
  readEmail: (text: string) => unknown
  decodeBody: (body: Uint8Array, contentType: string | null) => string
  inBackground: (work: Promise<void>) => void
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

export type Responses = ReturnType<typeof createResponses>

/** What is answered to issues, and whom they are told to; all of it off until the owner wants it. */
export function createResponses(deps: ResponseDeps) {
  const { db, now, baseUrl } = deps

  async function readSettings(): Promise<ResponseSettings> {
    return { ...DEFAULT_RESPONSES, ...(await readSetting<Partial<ResponseSettings>>(db, KEY)) }
  }

  async function saveSettings(changes: Partial<Omit<ResponseSettings, 'tellSince'>>) {
    const known = await readSettings()
    const next = { ...known, ...changes }
    const isTelling = next.tellLinked || next.hub !== ''
    // What is out already is no news, so telling begins with the next issue.
    const since = known.tellSince ?? now().toISOString()
    await writeSetting(db, KEY, { ...next, tellSince: isTelling ? since : null })
  }

  const sendDigest = createDigest({
    db,
    now,
    readSettings,
    ownerEmail: async () => (await getOrCreateOwner(db)).email ?? undefined,
    async send(to, { count, id }) {
      const data = { reviewUrl: `${baseUrl}/admin/responses`, count }
      const { state } = await deps.sendServiceMail({ name: 'responses', data }, { to, id })
      return state === 'sent'
    },
  })

  const mentions = createMentions({ ...deps, readSettings })
  const pings = createPings({ ...deps, readSettings })
  /** One run at a time: what is under way is leased, and others only wait for the same sites. */
  let working: Promise<void> | undefined

  async function workOnce(): Promise<void> {
    await mentions.work()
    await pings.work()
    await sendDigest()
  }

  return {
    readSettings,
    saveSettings,
    /** Those of an export, where there are none yet; begins to tell from now on. */
    async restoreSettings(settings: Omit<ResponseSettings, 'tellSince'>): Promise<string[]> {
      if ((await readSetting(db, KEY)) !== undefined)
        return ['The settings of responses here were left as they are.']
      await saveSettings(settings)
      return []
    },
    comments: createComments({ ...deps, readSettings }),
    /** What stands under an issue. */
    shownOf: (issueId: number): Promise<IssueResponse[]> =>
      findShownResponses(db, issueId, MOST_SHOWN),
    list: (tab: ResponseTab) => findResponses(db, tab, MOST_LISTED),
    count: () => countResponses(db),
    /** How many wait to be read; undefined when none does and nobody may respond. */
    async waiting(): Promise<number | undefined> {
      const { comments, mentions } = await readSettings()
      const { held } = await countResponses(db)
      return comments || mentions || held > 0 ? held : undefined
    },
    async move(id: number, tab: ResponseTab): Promise<void> {
      if (!(await moveResponse(db, id, tab, now()))) throw gone()
    },
    async remove(id: number): Promise<void> {
      if (!(await deleteResponse(db, id))) throw gone()
    },
    removeSpam: () => deleteSpam(db),
    /** Notes a mention and begins to read its page. */
    async receiveMention(source: string, target: string, clientAddress: string): Promise<void> {
      await mentions.receive(source, target, clientAddress)
      deps.inBackground(mentions.work())
    },
    /** Who was told of an issue, and what they answered. */
    toldOf: (issueId: number): Promise<Ping[]> => findPings(db, issueId),
    /** What is due: called each minute. */
    work(): Promise<void> {
      working ??= workOnce().finally(() => {
        working = undefined
      })
      return working
    },
  }
}

const gone = () => new AppError('NOT_FOUND', 'This response is gone. Reload the list.')
