import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { FeedbackKind, FeedbackSource } from '../../../domain/feedback.ts'
import { AppError } from '../../../errors.ts'

/** A mail provider that posts what became of mails. */
export type Provider = Exclude<FeedbackSource, 'report'>

export interface HookRequest {
  headers: Headers
  body: Uint8Array
}

/** One event as the provider tells it. */
export interface ProviderEvent {
  kind: FeedbackKind
  /** The provider's id of the event, else what makes it the same one. */
  key: string
  email: string | null
  /** Where our return path or Message-ID may stand. */
  proofs: string[]
  reason: string
}

export interface ProviderEvents {
  events: ProviderEvent[]
  /** How many were about nothing that matters here: delivered, opened, delayed. */
  skipped: number
  /** A signature that may be used once: it does not cover the whole request. */
  once?: { key: string; expiresAt: Date }
}

export interface ProviderHook {
  /** Throws AppError UNAUTHORIZED when it is not the provider's, INVALID_INPUT for odd content. */
  read(request: HookRequest): Promise<ProviderEvents>
}

/** The same sentence for everything that fails: whoever guesses learns nothing. */
export function unauthorized(provider: string, cause?: unknown): AppError {
  return new AppError('UNAUTHORIZED', `This is not signed by ${provider} with the key set here.`, {
    cause,
  })
}

/** Compares in a time that tells nothing about where they differ. */
export function isSameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

export function textOfBody(body: Uint8Array): string {
  return new TextDecoder().decode(body)
}

/** Throws AppError INVALID_INPUT with what is missing. */
export function readJson<T extends z.ZodType>(text: string, schema: T): z.infer<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The body is not valid JSON.', { cause })
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const first = result.error.issues[0]
  throw new AppError(
    'INVALID_INPUT',
    `${first?.path.join('.') || 'body'}: ${first?.message ?? 'not what was expected'}`,
  )
}

/** Optional text: providers leave fields out, or send null or numbers. */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)))
