/**
 * DKIM signatures (RFC 6376): rsa-sha256, headers relaxed, body simple.
 *
 * The body goes out as quoted-printable without trailing blanks, so that `simple` survives the
 * same relays that `relaxed` does, and the bytes can be hashed as they are. The part of the body
 * that all messages of an issue share at its beginning is hashed once.
 */
import { createHash, createPrivateKey, type Hash, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../errors.ts'

export interface DkimOptions {
  domainName: string
  keySelector: string
  /** PEM. */
  privateKey: string
}

/** `[name, value]`; the value may be folded. */
export type HeaderLine = readonly [name: string, value: string]

/** RFC 6376 §5.4.1, and what RFC 8058 §4 wants covered. Each header stands once in our messages. */
const SIGNED = new Set([
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'reply-to',
  'auto-submitted',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
])

const signOffThread = promisify(
  (data: Uint8Array, key: KeyObject, done: (error: Error | null, signature: Buffer) => void) =>
    sign('sha256', data, key, done),
)

/** RSA with SHA-256 of the data (RFC 8017 §8.2). */
export type SignData = (data: Uint8Array) => Promise<Uint8Array>

export type DkimSigner = ReturnType<typeof createDkimSigner>

/**
 * `signWith`: how a key signs, off this thread; by Node's own pool when absent.
 * Throws AppError CONFIGURATION when the key is none that can sign.
 */
export function createDkimSigner(
  { domainName, keySelector, privateKey }: DkimOptions,
  signWith?: (privateKey: string) => SignData,
) {
  const key = readKey(privateKey)
  const signData: SignData = signWith?.(privateKey) ?? ((data) => signOffThread(data, key))
  return {
    /** The value of the DKIM-Signature header. */
    async sign(headers: readonly HeaderLine[], bodyHash: string): Promise<string> {
      const signed = headers.filter(([name]) => SIGNED.has(name.toLowerCase()))
      const tags = [
        'v=1; a=rsa-sha256; c=relaxed/simple;',
        `d=${domainName};`,
        `s=${keySelector};`,
        `h=${signed.map(([name]) => name.toLowerCase()).join(':\r\n  ')};`,
        `bh=${bodyHash};`,
        'b=',
      ].join('\r\n ')
      const data = [...signed, ['DKIM-Signature', tags] as const].map(relaxed).join('\r\n')
      const signature = Buffer.from(await signData(Buffer.from(data, 'utf8')))
      return tags + signature.toString('base64').replace(/.{1,72}/g, '\r\n  $&')
    },
  }
}

/** SHA-256 of the body, base64; what is the same in all messages up to `constant` was hashed once. */
export function createBodyHasher(constant: Uint8Array) {
  const begun: Hash = createHash('sha256').update(constant)
  return (rest: readonly Uint8Array[]): string => {
    const hash = begun.copy()
    for (const chunk of rest) hash.update(chunk)
    return hash.digest('base64')
  }
}

/** RFC 6376 §3.4.2: name in lower case, unfolded, runs of blanks as one, none at the ends. */
function relaxed([name, value]: HeaderLine): string {
  return `${name.toLowerCase()}:${value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch (cause) {
    throw new AppError('CONFIGURATION', 'DKIM_PRIVATE_KEY: this is no private key in PEM.', {
      cause,
    })
  }
  throw new AppError('CONFIGURATION', 'DKIM_PRIVATE_KEY: use an RSA key of 2048 bits.')
}
