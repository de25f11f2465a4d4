import * as start from './0001-start.ts'
import * as accounts from './0002-accounts.ts'
import * as idempotency from './0003-idempotency.ts'
import * as sources from './0004-sources.ts'
import * as linkUpkeep from './0005-link-upkeep.ts'
import * as delivery from './0006-delivery.ts'
import * as subscribing from './0007-subscribing.ts'
import * as feedback from './0008-feedback.ts'
import * as exchange from './0009-exchange.ts'
import * as exchangeArrays from './0010-exchange-arrays.ts'
import * as smtpBounces from './0011-smtp-bounces.ts'
import * as undo from './0012-undo.ts'
import * as preflight from './0014-preflight.ts'
import * as siteVersion from './0016-site-version.ts'
import * as search from './0019-search.ts'
import * as deliveryRuns from './0020-delivery-runs.ts'
import * as candidates from './0021-candidates.ts'
import * as ownerRooms from './0022-owner-rooms.ts'
import * as issueHistory from './0023-issue-history.ts'
import * as rhythm from './0024-rhythm.ts'
import * as access from './0025-access.ts'
import * as clicksAndSearch from './0026-clicks-and-search.ts'
import * as look from './0027-look.ts'
import * as responses from './0028-responses.ts'
import * as webhooks from './0029-webhooks.ts'
import * as makersAndParts from './0031-makers-and-parts.ts'
import * as siteNews from './0033-site-news.ts'
import * as webhookRotation from './0034-webhook-rotation.ts'
import * as waitingRows from './0035-waiting-rows.ts'
import * as contracts from './0036-contracts.ts'
import type { LinkletterMigration } from './contract.ts'

/** Listed by hand: Workers have no disk to read a folder from. Released files never change. */
export const migrations: Record<string, LinkletterMigration> = {
  '0001-start': start,
  '0002-accounts': accounts,
  '0003-idempotency': idempotency,
  '0004-sources': sources,
  '0005-link-upkeep': linkUpkeep,
  '0006-delivery': delivery,
  '0007-subscribing': subscribing,
  '0008-feedback': feedback,
  '0009-exchange': exchange,
  '0010-exchange-arrays': exchangeArrays,
  '0011-smtp-bounces': smtpBounces,
  '0012-undo': undo,
  '0014-preflight': preflight,
  '0016-site-version': siteVersion,
  '0019-search': search,
  '0020-delivery-runs': deliveryRuns,
  '0021-candidates': candidates,
  '0022-owner-rooms': ownerRooms,
  '0023-issue-history': issueHistory,
  '0024-rhythm': rhythm,
  '0025-access': access,
  '0026-clicks-and-search': clicksAndSearch,
  '0027-look': look,
  '0028-responses': responses,
  '0029-webhooks': webhooks,
  '0031-makers-and-parts': makersAndParts,
  '0033-site-news': siteNews,
  '0034-webhook-rotation': webhookRotation,
  '0035-waiting-rows': waitingRows,
  '0036-contracts': contracts,
}
