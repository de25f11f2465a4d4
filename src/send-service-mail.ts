import { composeMail } from './deliver/compose-mail.ts'
import type { DkimSigner } from './deliver/dkim.ts'
import type { Mailbox } from './deliver/mailbox.ts'
import type { Mailer, SendOutcome } from './deliver/mailer.ts'
import type { ReturnPaths } from './deliver/return-path.ts'
import type { Editorial } from './domain/editorial.ts'
import type {
  createRenderServiceMail,
  ServiceMail,
  ServiceMailData,
} from './render/service-mails.ts'

export interface ServiceMailDeps {
  mailer: Mailer
  mailFrom: Mailbox
  dkim: DkimSigner | undefined
  /** Undefined: bounces go to `mailFrom`. */
  returnPaths: ReturnPaths | undefined
  now: () => Date
  baseUrl: string
  readEditorial: () => Promise<Editorial>
  renderServiceMail: ReturnType<typeof createRenderServiceMail>
}

/** What a template is filled with, and headers of its own. */
export type Letter = {
  [N in keyof ServiceMailData]: {
    name: N
    data: Omit<ServiceMailData[N], 'publication' | 'homeUrl'>
    headers?: Record<string, string>
  }
}[keyof ServiceMailData]

export type SendServiceMail = (
  letter: Letter,
  /**
   * `id` makes the Message-ID: the same at every attempt. A bounce names the subscriber, where
   * there is one.
   */
  recipient: { to: string; id: string; subscriberId?: number | undefined },
) => Promise<SendOutcome>

export type SendRendered = (
  mail: ServiceMail & { headers?: Record<string, string> | undefined },
  recipient: Parameters<SendServiceMail>[1],
) => Promise<SendOutcome>

/** Renders and sends a mail to one person. */
export function createSendServiceMail(deps: ServiceMailDeps): SendServiceMail {
  const sendRendered = createSendRendered(deps)
  return async function sendServiceMail({ name, data, headers }, recipient) {
    const rendered = await deps.renderServiceMail(name, {
      publication: await deps.readEditorial(),
      homeUrl: `${deps.baseUrl}/`,
      ...data,
    } as ServiceMailData[typeof name])
    return sendRendered({ ...rendered, headers }, recipient)
  }
}

/** Sends what is rendered, marked as a mail that no person wrote (RFC 3834). */
export function createSendRendered(
  deps: Pick<ServiceMailDeps, 'mailer' | 'mailFrom' | 'dkim' | 'returnPaths' | 'now'>,
): SendRendered {
  const host = deps.mailFrom.address.split('@').at(-1) ?? 'localhost'
  return async function sendRendered({ subject, html, text, headers }, recipient) {
    const { to, id, subscriberId } = recipient
    const mail = {
      from: deps.mailFrom,
      to: { name: '', address: to },
      subject,
      html,
      text,
      messageId: `<${id}@${host}>`,
      headers: { ...headers, 'Auto-Submitted': 'auto-generated' },
      date: deps.now(),
      ...(deps.returnPaths && {
        returnPath:
          subscriberId === undefined
            ? deps.returnPaths.address
            : deps.returnPaths.createForServiceMail({ subscriberId, email: to }),
      }),
      fileName: id.slice(0, 16),
    }
    return deps.mailer.send(await composeMail(mail, deps.dkim))
  }
}
