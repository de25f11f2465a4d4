import { Secret, TOTP } from 'otpauth'

/** As every authenticator app takes it: SHA-1, six digits, 30 seconds (RFC 6238). */
const PERIOD_S = 30
/** Steps before and after the present one that count too, for clocks that are off. */
const WINDOW = 1
/** 160 bits, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20

export const newTotpSecret = (): Uint8Array => new Secret({ size: SECRET_BYTES }).bytes

function totpOf(secret: Uint8Array, { issuer, label } = { issuer: '', label: '' }) {
  // A colon would divide what the app shows once more.
  const plain = (text: string) => text.replaceAll(':', ' ')
  return new TOTP({
    issuer: plain(issuer),
    label: plain(label),
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    period: PERIOD_S,
  })
}

/** What an app is given: the address inside the QR code, and the secret in groups to type. */
export function totpSetup(secret: Uint8Array, about: { issuer: string; label: string }) {
  const totp = totpOf(secret, about)
  return {
    uri: totp.toString(),
    typed: totp.secret.base32.replace(/(.{4})(?=.)/g, '$1 '),
  }
}

/** The step of time that a code belongs to; undefined when it is of none that counts now. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | undefined {
  const totp = totpOf(secret)
  const timestamp = now.getTime()
  const delta = totp.validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? undefined : totp.counter({ timestamp }) + delta
}
