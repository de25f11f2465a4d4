/**
 * Mail that Email Routing brings: what comes back to BOUNCE_ADDRESS, and links sent to
 * INBOUND_ADDRESS. Anything else is refused, so that its sender learns of it.
 */
import { isAppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { IncomingMail } from './platform.ts'
import type { WorkerConfig } from './settings.ts'

/** As at the addresses that mail servers post to; see `http/routes/inbound.ts`. */
const MAX_BYTES = 10 * 1024 * 1024
/** Under which the owner sees it among the hooks. */
const HOOK_NAME = 'Email Routing'

export async function receiveEmail(
  mail: IncomingMail,
  { hooks, feedback }: Pick<Services, 'hooks' | 'feedback'>,
  config: Pick<WorkerConfig, 'feedback' | 'inboundAddress'>,
): Promise<void> {
  const isReport = isFor(mail.to, config.feedback.bounceAddress)
  if (!isReport && !isFor(mail.to, config.inboundAddress))
    return mail.setReject('There is no such address here.')
  if (mail.rawSize > MAX_BYTES) return mail.setReject('The message is larger than 10 MB.')
  const raw = new Uint8Array(await new Response(mail.raw).arrayBuffer())
  try {
    if (isReport) await feedback.receiveReport(raw)
    else await hooks.receiveMail(await hooks.findOrCreate('inbound', HOOK_NAME), raw)
  } catch (error) {
    if (!isAppError(error, 'INVALID_INPUT')) throw error // the sender's server tries again
    mail.setReject(error.message)
  }
}

/** `local@host`, or with anything after a plus: that of return paths says whom a bounce is about. */
function isFor(to: string, address: string | undefined): boolean {
  if (address === undefined) return false
  const [local, host] = address.toLowerCase().split('@')
  const [toLocal = '', toHost] = to.toLowerCase().split('@')
  return host === toHost && (toLocal === local || toLocal.startsWith(`${local}+`))
}
