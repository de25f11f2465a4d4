import { dueAt } from '../../../domain/editorial.ts'
import { addMonths, monthOf, monthRange } from '../../../domain/month.ts'
import { problemOf, sourceName } from '../../../domain/source.ts'
import { countDeliveries } from '../../../store/deliveries.ts'
import { countWaitingLinks } from '../../../store/link-counts.ts'
import { countAttention, countLinksByMonth, findRecentIssues } from '../../../store/overview.ts'
import { findTroubledSources } from '../../../store/sources.ts'
import { loginOf, newRoomRouter } from '../../rooms.ts'
import { overviewPage } from '../../views/rooms/overview.ts'
import { overviewWords } from '../../views/rooms/overview-words.ts'
import type { RoomParts } from './parts.ts'

const RECENT = 12
const MOST_SOURCES = 5

/** This month at a glance. */
export function overviewRoutes({ services, site }: RoomParts) {
  const { db } = services

  async function attention(issues: Awaited<ReturnType<typeof findRecentIssues>>, locale: string) {
    const words = overviewWords(locale)
    const [counts, sources] = await Promise.all([countAttention(db), findTroubledSources(db)])
    const items: { text: string; href: string }[] = []
    for (const { id, title, state, pausedReason } of issues) {
      const href = `/admin/issues/${id}/sending`
      if (state === 'paused') items.push({ text: words.paused(title, pausedReason ?? ''), href })
      if (state !== 'sent' && state !== 'paused') continue
      const { unknown } = (await countDeliveries(db, id)).counts
      if (unknown > 0) items.push({ text: words.doubt(unknown), href })
    }
    if (counts.deadLinks > 0)
      items.push({ text: words.dead(counts.deadLinks), href: '/admin/links' })
    if (counts.unreadLinks > 0)
      items.push({ text: words.unread(counts.unreadLinks), href: '/admin/links' })
    if (counts.waitingMails > 0)
      items.push({ text: words.mails(counts.waitingMails), href: '/admin/settings/mail' })
    for (const source of sources.slice(0, MOST_SOURCES)) {
      const reason = problemOf(source)
      if (reason)
        items.push({ text: words.source(sourceName(source), reason), href: '/admin/sources' })
    }
    return items
  }

  return newRoomRouter().get('/', async (c) => {
    const about = await site()
    const { timeZone, schedule } = await services.readEditorial()
    const month = monthOf(services.now(), timeZone)
    const [waiting, issues, linksByMonth] = await Promise.all([
      countWaitingLinks(db, { month, ...monthRange(month, timeZone) }),
      findRecentIssues(db, RECENT),
      countLinksByMonth(db, timeZone),
    ])
    const due =
      schedule.mode === 'off'
        ? undefined
        : [addMonths(month, -1), month]
            .map((each) => dueAt(each, schedule, timeZone))
            .find((at) => at > services.now())
    const last = issues.find(({ state }) => state === 'sent')
    const counts = last && (await countDeliveries(db, last.id)).counts
    return c.html(
      overviewPage({
        site: about,
        csrf: loginOf(c).csrf,
        month,
        waiting,
        next: {
          issue: issues.find(({ state }) => state === 'draft' || state === 'scheduled') ?? null,
          due: due ?? null,
        },
        last:
          last && counts
            ? { issue: last, sent: counts.sent, notReached: counts.failed + counts.unknown }
            : null,
        attention: await attention(issues, about.publication.locale),
        linksByMonth,
      }),
    )
  })
}
