/**
 * Messages of Amazon SNS: is it from the topic that was set, and who signed it?
 *
 * The signature (version 1: SHA-1, 2: SHA-256) is made with a certificate that the message itself
 * names, so the certificate's address decides: https, the SNS host of the topic's own region,
 * and the name that SNS gives its certificates. It is fetched through the guarded door.
 */
import { createVerify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { GuardedFetch } from '../../../domain/fetching.ts'
import { AppError } from '../../../errors.ts'
import { readJson, unauthorized } from './provider-hook.ts'

const snsSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().max(200),
  TopicArn: z.string().max(1_000),
  Message: z.string(),
  Timestamp: z.string().max(100),
  Subject: z.string().optional(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.string(),
  Signature: z.string().max(2_000),
  SigningCertURL: z.string().max(1_000),
})
export type SnsMessage = z.infer<typeof snsSchema>

const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
} as const satisfies Record<SnsMessage['Type'], (keyof SnsMessage)[]>

const HASHES: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[0-9a-f]{16,64}\.pem$/
const MOST_CERTIFICATES = 8
/** Forged messages may name any certificate: so many look-ups in a row, then a pause. */
const MOST_LOOKUPS = 10
const LOOKUPS_MS = 60_000

export interface SnsReaderDeps {
  /** `arn:aws:sns:REGION:ACCOUNT:NAME`. */
  topicArn: string
  guardedFetch: GuardedFetch
  now: () => Date
}

/**
 * Throws AppError UNAUTHORIZED for what the topic did not sign, INVALID_INPUT for odd content, and
 * FETCH_FAILED and the like when the certificate cannot be had: SNS tries again after a 5xx or
 * 429 only.
 */
export function createSnsReader({ topicArn, guardedFetch, now }: SnsReaderDeps) {
  const host = snsHost(topicArn)
  const certificates = new Map<string, X509Certificate>()
  let lookups: number[] = []

  async function certificateAt(url: string): Promise<X509Certificate> {
    const known = certificates.get(url)
    if (known) return known
    const nowMs = now().getTime()
    lookups = lookups.filter((atMs) => nowMs - atMs < LOOKUPS_MS)
    if (lookups.length >= MOST_LOOKUPS)
      throw new AppError('TOO_MANY_REQUESTS', 'Too many unknown certificates. Try again later.', {
        retryAfterS: LOOKUPS_MS / 1000,
      })
    lookups.push(nowMs)
    const answer = await guardedFetch({ url, maxRedirects: 0, maxBytes: 32_768 })
    if (answer.status >= 500) throw new AppError('FETCH_FAILED', `${host}: ${answer.status}`)
    if (answer.status !== 200 || answer.truncated) throw unauthorized('SNS')
    const certificate = readCertificate(answer.body)
    const oldest = certificates.keys().next().value
    if (certificates.size >= MOST_CERTIFICATES && oldest) certificates.delete(oldest)
    certificates.set(url, certificate)
    return certificate
  }

  return {
    /** Is this an address of SNS in the topic's region? Nothing else is ever fetched. */
    isOfSns(text: string): boolean {
      const url = URL.parse(text)
      return (
        url !== null &&
        url.protocol === 'https:' &&
        url.host === host &&
        url.username === '' &&
        url.password === ''
      )
    },
    async read(body: string): Promise<SnsMessage> {
      const message = readJson(body, snsSchema)
      const hash = HASHES[message.SignatureVersion]
      const isOurs =
        message.TopicArn === topicArn &&
        hash !== undefined &&
        this.isOfSns(message.SigningCertURL) &&
        CERTIFICATE_PATH.test(new URL(message.SigningCertURL).pathname)
      if (!isOurs) throw unauthorized('SNS')
      const certificate = await certificateAt(message.SigningCertURL)
      if (!isSigned(message, hash, certificate, now())) throw unauthorized('SNS')
      return message
    },
  }
}

function readCertificate(body: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(body)
  } catch (cause) {
    throw unauthorized('SNS', cause)
  }
}

function isSigned(message: SnsMessage, hash: string, certificate: X509Certificate, now: Date) {
  const isValid = new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo)
  if (!isValid || certificate.publicKey.asymmetricKeyType !== 'rsa') return false
  const lines = SIGNED[message.Type].flatMap((name) => {
    const value = message[name]
    return value === undefined ? [] : [name, value]
  })
  return createVerify(hash)
    .update(`${lines.join('\n')}\n`, 'utf8')
    .verify(certificate.publicKey, message.Signature, 'base64')
}

function snsHost(topicArn: string): string {
  const [, partition, , region] = topicArn.split(':')
  return `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
}
