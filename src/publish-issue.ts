import type { DeliverResult } from './deliver/deliver-issue.ts'
import type { Services } from './services.ts'

/**
 * Publishes an approved issue. Every step may be run again after a crash: archiving answers with
 * what is archived already, delivering goes on with whoever is left.
 */
export async function publishIssue(
  services: Pick<Services, 'archiveIssue' | 'deliverIssue'>,
  id: number,
  signal?: AbortSignal,
): Promise<DeliverResult> {
  await services.archiveIssue(id) // first: the mails link to this page
  return services.deliverIssue(id, { signal })
}
