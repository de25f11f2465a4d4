import { comingIssues, type Editorial } from '../domain/editorial.ts'
import { type Month, monthOf, monthRange, wallClock } from '../domain/month.ts'
import { draftAt, draftDays, type WaitReason } from '../domain/rhythm.ts'
import { problemOf, sourceName } from '../domain/source.ts'
import { findMostRead, type MostRead } from '../store/clicks.ts'
import type { Hold } from '../store/hold.ts'
import { countWaitingLinks } from '../store/link-counts.ts'
import {
  countAttention,
  countDoubts,
  countLinksByMonth,
  findRecentIssues,
  findResult,
  type IssueAtAGlance,
} from '../store/overview.ts'
import type { Database } from '../store/schema.ts'
import { findTroubledSources } from '../store/sources.ts'
import { findStoppedWebhooks } from '../store/webhooks.ts'
import type { DoctorDesk } from './doctor-desk.ts'
import type { FinishedSends } from './finished-sends.ts'
import type { JoinedByMonth } from './joined-by-month.ts'
import type { DraftDay, RhythmDesk } from './rhythm-desk.ts'
import type { StartDesk, StartState } from './start-desk.ts'

const RECENT = 12
const MOST_SOURCES = 5
const DAY_MS = 86_400_000
const BOUNCES_DAYS = 7
const MOST_READ = { days: 366, limit: 5 }

/** What does not go on without the owner. */
export type Attention =
  | { kind: 'paused'; issue: IssueAtAGlance }
  | { kind: 'waits'; issue: IssueAtAGlance; reason: WaitReason }
  | { kind: 'skipped'; month: Month; links: number }
  | { kind: 'doubt'; issue: IssueAtAGlance; count: number }
  | { kind: 'doctor'; text: string; fix: string }
  | {
      kind: 'deadLinks' | 'unreadLinks' | 'bounces' | 'failedMails' | 'waitingMails'
      count: number
    }
  | { kind: 'source'; id: number; name: string; isDead: boolean; problem: string }
  | { kind: 'webhook'; id: number; name: string; problem: string }

export interface Overview {
  month: Month
  waiting: { total: number; withoutNote: number }
  /** `issue`: in the making; `due`: when it goes by itself; `days` from today on the owner's calendar. */
  next: {
    issue: IssueAtAGlance | null
    due: Date | null
    days: number
    /** How things stand with the draft; null without one. */
    day: DraftDay | null
    /** When the draft is made, where that is before the day. */
    draft: Date | null
  }
  /** The latest issue that is out or on its way. */
  last: { issue: IssueAtAGlance; sent: number; notReached: number } | null
  attention: Attention[]
  linksByMonth: { month: Month; count: number }[]
  joinedByMonth: { month: Month; count: number }[]
  start: StartState
  /** Null while clicks are not counted. */
  mostRead: MostRead[] | null
  /** There in a copy that sends nothing yet. */
  hold: Hold | undefined
}

export interface OverviewDeskDeps {
  db: Database
  now: () => Date
  readEditorial: () => Promise<Editorial>
  doctorDesk: Pick<DoctorDesk, 'last'>
  startDesk: Pick<StartDesk, 'state'>
  joinedByMonth: JoinedByMonth
  rhythmDesk: Pick<RhythmDesk, 'dayOf' | 'lastSkipped'>
  finishedSend: FinishedSends
  findHold: () => Promise<Hold | undefined>
}

/** This month at a glance. */
export function createOverviewDesk(deps: OverviewDeskDeps) {
  const { db, now } = deps

  async function nextOf(issues: IssueAtAGlance[], editorial: Editorial): Promise<Overview['next']> {
    const at = now()
    const { schedule, timeZone } = editorial
    const inTheMaking = ['draft', 'scheduled'] satisfies IssueAtAGlance['state'][] as string[]
    const issue = issues.find(({ state }) => inTheMaking.includes(state)) ?? null
    const day = issue?.state === 'draft' ? await deps.rhythmDesk.dayOf(issue) : null
    const [coming] = comingIssues(at, editorial, 1)
    const own =
      issue?.state === 'scheduled' ? issue.scheduledAt : day?.isPast ? null : day?.deadline
    const due = own ?? coming?.due ?? null
    const draftDay = coming && draftDays(schedule) > 0 ? draftAt(coming.month, editorial) : null
    const draft = draftDay && draftDay > at && !issue ? draftDay : null
    return { issue, due, days: due ? daysBetween(at, due, timeZone) : 0, day, draft }
  }

  async function lastOf(issues: IssueAtAGlance[]): Promise<Overview['last']> {
    const issue = issues.find(({ state }) => ['sent', 'sending', 'paused'].includes(state))
    if (!issue) return null
    const finished = await deps.finishedSend(issue.id)
    const { sent, failed, unknown } = finished?.progress.counts ?? (await findResult(db, issue.id))
    return { issue, sent, notReached: failed + unknown }
  }

  async function attentionOf(issues: IssueAtAGlance[]): Promise<Attention[]> {
    const bouncedSince = new Date(now().getTime() - BOUNCES_DAYS * DAY_MS)
    const settled = issues.filter(({ state }) => state === 'sent' || state === 'paused')
    const [counts, doubts, sources, look] = await Promise.all([
      countAttention(db, { bouncedSince }),
      countDoubts(
        db,
        settled.map(({ id }) => id),
      ),
      findTroubledSources(db),
      deps.doctorDesk.last(),
    ])
    const items: Attention[] = []
    for (const issue of issues) {
      if (issue.state === 'paused') items.push({ kind: 'paused', issue })
      const doubt = doubts.get(issue.id)
      if (doubt) items.push({ kind: 'doubt', issue, count: doubt })
      const day = issue.state === 'draft' ? await deps.rhythmDesk.dayOf(issue) : undefined
      if (day?.reason) items.push({ kind: 'waits', issue, reason: day.reason })
    }
    const skipped = await deps.rhythmDesk.lastSkipped()
    if (skipped) items.push({ kind: 'skipped', month: skipped.month, links: skipped.links ?? 0 })
    for (const { status, text, fix } of look?.findings ?? [])
      if (status === 'fail') items.push({ kind: 'doctor', text, fix: fix ?? '' })
    for (const kind of [
      'failedMails',
      'waitingMails',
      'bounces',
      'deadLinks',
      'unreadLinks',
    ] as const)
      if (counts[kind] > 0) items.push({ kind, count: counts[kind] })
    for (const source of sources.slice(0, MOST_SOURCES)) {
      const { id, state, lastError } = source
      const isDead = state === 'dead'
      // What the interface for programs says of a dead one names a setting of it.
      const problem = isDead ? (lastError ?? '') : problemOf(source)
      if (problem !== null)
        items.push({ kind: 'source', id, name: sourceName(source), isDead, problem })
    }
    for (const { id, name, url, disabledReason } of await findStoppedWebhooks(db))
      items.push({
        kind: 'webhook',
        id,
        name: name || new URL(url).host,
        problem: disabledReason ?? '',
      })
    return items
  }

  async function mostReadOf({ countClicks }: Editorial): Promise<MostRead[] | null> {
    if (!countClicks) return null
    const since = new Date(now().getTime() - MOST_READ.days * DAY_MS)
    return findMostRead(db, { since, limit: MOST_READ.limit })
  }

  return {
    async show(): Promise<Overview> {
      const editorial = await deps.readEditorial()
      const { timeZone } = editorial
      const month = monthOf(now(), timeZone)
      const [waiting, issues, linksByMonth, joinedByMonth, start, hold] = await Promise.all([
        countWaitingLinks(db, { month, ...monthRange(month, timeZone) }),
        findRecentIssues(db, RECENT),
        countLinksByMonth(db, timeZone),
        deps.joinedByMonth(timeZone),
        deps.startDesk.state(),
        deps.findHold(),
      ])
      return {
        month,
        waiting,
        next: await nextOf(issues, editorial),
        last: await lastOf(issues),
        attention: await attentionOf(issues),
        linksByMonth,
        joinedByMonth,
        start,
        mostRead: await mostReadOf(editorial),
        hold,
      }
    },
  }
}

/** Midnights between two instants, on the calendar of the zone. */
function daysBetween(from: Date, until: Date, timeZone: string): number {
  const day = (at: Date) => {
    const { year, month, day } = wallClock(at, timeZone)
    return Date.UTC(year, month - 1, day)
  }
  return Math.round((day(until) - day(from)) / DAY_MS)
}
