import { createRateLimiter } from './access/rate-limiter.ts'
import { createLookDesk } from './desks/look-desk.ts'
import { createAccess } from './services/access.ts'
import { createAudience } from './services/audience.ts'
import { createCheckServices } from './services/checks.ts'
import { createCollecting } from './services/collecting.ts'
import type { ServiceDeps } from './services/deps.ts'
import { createIssueServices } from './services/issues.ts'
import { createMailing } from './services/mailing.ts'
import { createOwnerServices } from './services/owner.ts'
import { createSendingServices } from './services/sending.ts'
import type { Db } from './store/schema.ts'
import { readEditorial } from './store/settings.ts'
import { readSiteVersion } from './store/site-version.ts'
import { createWebhookService } from './webhook-service.ts'

export type { ServiceDeps }

export type Services = ReturnType<typeof createServices>

/** Builds every stage once, with what it depends on; each subject builds its own below `services/`. */
export function createServices(deps: ServiceDeps) {
  const { db, now, config } = deps
  const limiter = createRateLimiter({ db, now })
  const mailing = createMailing(deps)
  const issues = createIssueServices(deps)
  const checks = createCheckServices(deps, mailing)
  const sending = createSendingServices(deps, { ...issues, ...mailing, ...checks })
  const audience = createAudience(deps, { ...mailing, ...sending, limiter })
  const lookDesk = createLookDesk({ db, now, makeLogo: deps.makeLogo })

  return {
    db,
    publicSite: deps.publicSite ?? { db: db as Db, readVersion: () => readSiteVersion(db) },
    now,
    inBackground: deps.inBackground,
    readEditorial: () => readEditorial(db),
    unsubscribeTokens: mailing.unsubscribeTokens,
    ...createCollecting(deps, {
      restoreLook: ({ accent, ...look }) => lookDesk.restore({ ...look, accent: accent ?? '' }),
      restoreResponseSettings: audience.responses.restoreSettings,
    }),
    ...issues,
    ...checks,
    ...sending,
    ...audience,
    ...createAccess(deps, { limiter, sendServiceMail: mailing.sendServiceMail }),
    ...createOwnerServices(deps, { ...mailing, ...checks, ...sending }),
    lookDesk,
    webhooks: createWebhookService({
      db,
      now,
      secret: deps.secret,
      baseUrl: config.baseUrl,
      fetchAllow: config.fetchAllow,
      guardedFetch: deps.guardedFetch,
      trace: deps.trace,
      wake: deps.wake,
      log: deps.log,
    }),
  }
}
