import { AppError } from './errors.ts'
import type { SendServiceMail } from './send-service-mail.ts'

/** Mails a login link. Throws AppError MAIL_FAILED when no server took it. */
export function createSendLoginMail(send: SendServiceMail) {
  return async function sendLoginMail(
    to: string,
    loginUrl: string,
    minutes: number,
  ): Promise<void> {
    const id = `login-${crypto.randomUUID()}`
    const outcome = await send({ name: 'login', data: { loginUrl, minutes } }, { to, id })
    if (outcome.state !== 'sent')
      throw new AppError('MAIL_FAILED', `The login mail was not sent: ${outcome.reply}`)
  }
}

/** Mails an invitation. Throws AppError MAIL_FAILED when no server took it. */
export function createSendInvitation(send: SendServiceMail) {
  return async function sendInvitation(to: string, inviteUrl: string): Promise<void> {
    const id = `invite-${crypto.randomUUID()}`
    const outcome = await send({ name: 'invite', data: { inviteUrl } }, { to, id })
    if (outcome.state !== 'sent')
      throw new AppError('MAIL_FAILED', `The invitation was not sent: ${outcome.reply}`)
  }
}
