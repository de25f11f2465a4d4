/**
 * When a connection to the mail server is safe enough, and what to say when it is not.
 *
 * Whoever sits on the line can leave STARTTLS out of a server's answer. Where there is a password,
 * the connection therefore has to be encrypted before it is sent, unless the server is this very
 * machine or SMTP_URL says `?tls=optional`. Certificates are always checked.
 */
const TLS_MODES = ['required', 'optional'] as const
export type TlsMode = (typeof TLS_MODES)[number]

/** Trying again by itself changes nothing: the owner has to. */
export class UnsafeConnection extends Error {
  override name = 'UnsafeConnection'
}

/** `?tls=` of SMTP_URL; without it, required where a password would cross a network. */
export function readTlsMode(url: URL): TlsMode | undefined {
  const asked = url.searchParams.get('tls')
  if (asked === null) return url.username !== '' && !isThisMachine(url) ? 'required' : 'optional'
  return TLS_MODES.find((mode) => mode === asked)
}

/** What nodemailer puts on its errors; `originalCode` is that of Node. */
interface TlsError extends Error {
  originalCode?: string
  command?: string
  responseCode?: number | false
}

/** OpenSSL's words for what is wrong with a certificate → ours. */
const CERTIFICATE_FAULTS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without that of its authority',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
}

/** nodemailer's error, or what it means for the owner where it is about encryption. */
export function explainTlsError(
  error: unknown,
  host: string,
  { wasUpgrading = false } = {},
): unknown {
  if (!(error instanceof Error)) return error
  const { originalCode = '', command, responseCode }: TlsError = error
  const fault = CERTIFICATE_FAULTS[originalCode]
  if (fault)
    return new UnsafeConnection(
      `The certificate of the mail server ${host} ${fault}: nothing was sent. Write the name in SMTP_URL that the certificate is for, or have it renewed. One that you made yourself goes into a file that NODE_EXTRA_CA_CERTS names.`,
      { cause: error },
    )
  const hasNoTls =
    (command === 'STARTTLS' && Number(responseCode) >= 500) ||
    (command === 'EHLO' && error.message.includes('does not support required STARTTLS'))
  if (hasNoTls)
    return new UnsafeConnection(
      `The mail server ${host} offers no encryption (STARTTLS), so the password was not sent. Use smtps:// or the port that your provider names. On a network that you trust, SMTP_URL may end in ?tls=optional.`,
      { cause: error },
    )
  // Workers name no fault of a certificate: all that is known is where it broke off.
  if (wasUpgrading)
    error.message = `The mail server ${host} is there and offers encryption (STARTTLS), but no encrypted connection to it comes about. Its certificate may be expired or for another name. npm run cli -- doctor tells which. (${error.message})`
  return error
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
