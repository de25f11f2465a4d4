/** What every mail is made with, and mails to single people. */
import { createDkimSigner } from '../deliver/dkim.ts'
import { createReturnPaths } from '../deliver/return-path.ts'
import { createUnsubscribeTokens } from '../deliver/unsubscribe-token.ts'
import { createRenderServiceMail } from '../render/service-mails.ts'
import { createSendServiceMail } from '../send-service-mail.ts'
import { readEditorial } from '../store/settings.ts'
import type { ServiceDeps } from './deps.ts'

export type Mailing = ReturnType<typeof createMailing>

export function createMailing(deps: ServiceDeps) {
  const { db, now, config, mailer } = deps
  const dkim = config.dkim && createDkimSigner(config.dkim, deps.signWith)
  const { bounceAddress } = config.feedback ?? {}
  const returnPaths =
    bounceAddress === undefined
      ? undefined
      : createReturnPaths({ secret: deps.secret, address: bounceAddress })
  const mailSender = { mailer, dkim, returnPaths, now, mailFrom: config.mailFrom }
  const renderServiceMail = createRenderServiceMail({ templates: deps.templates })
  return {
    dkim,
    returnPaths,
    mailSender,
    unsubscribeTokens: createUnsubscribeTokens(deps.secret),
    sendServiceMail: createSendServiceMail({
      ...mailSender,
      baseUrl: config.baseUrl,
      readEditorial: () => readEditorial(db),
      renderServiceMail: (name, data) => {
        deps.onRender?.('service_mail')
        return renderServiceMail(name, data)
      },
    }),
  }
}
