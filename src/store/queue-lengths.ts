import { sql } from 'kysely'
import type { DeliveryState } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

export const QUEUES = ['pages', 'pictures', 'link_checks', 'reader_mails'] as const
export type QueueName = (typeof QUEUES)[number]

/** What waits for its turn now; what is due later does not count. */
export async function countQueues(db: Db, now: Date): Promise<Record<QueueName, number>> {
  const { rows } = await sql<Record<QueueName, number>>`
    select
      (select count(*)::integer from link where enrich_after <= ${now}::timestamptz) as pages,
      (select count(*)::integer from link_image
        where status = 'pending' and due_at <= ${now}::timestamptz) as pictures,
      (select count(*)::integer from link_check where due_at <= ${now}::timestamptz) as link_checks,
      (select count(*)::integer from service_mail where failed_at is null) as reader_mails`.execute(
    db,
  )
  return rows[0] ?? { pages: 0, pictures: 0, link_checks: 0, reader_mails: 0 }
}

/** Messages of issues that are being sent or paused. */
export async function countOpenDeliveries(
  db: Db,
): Promise<{ state: DeliveryState; count: number }[]> {
  const { rows } = await sql<{ state: DeliveryState; count: number }>`
    select state, count(*)::integer as count from delivery
    where issue_id in (select id from issue where state in ('sending', 'paused'))
    group by state`.execute(db)
  return rows
}
