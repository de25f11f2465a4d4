/** Look, settings of responses, and responses, as the export writes them. */
import type { LookFont, LookWidth } from '../domain/look.ts'
import type { ResponseSettings } from '../domain/response.ts'
import type { MovedResponse } from '../store/response-transfer.ts'

/** How the pages look, with the bytes of the logos. */
export interface MovedLook {
  accent: string | null
  font: LookFont
  width: LookWidth
  css: string
  about: string
  logo: Uint8Array | null
  darkLogo: Uint8Array | null
}

/** Since when others are told belongs to the instance. */
export type MovedResponseSettings = Omit<ResponseSettings, 'tellSince'>

export function movedLookJson({ logo, darkLogo, ...look }: MovedLook) {
  return { ...look, logo: toBase64(logo), dark_logo: toBase64(darkLogo) }
}

export function movedResponseSettingsJson(settings: MovedResponseSettings) {
  return {
    comments: settings.comments,
    mentions: settings.mentions,
    tell_linked: settings.tellLinked,
    digest: settings.digest,
    reply_to: settings.replyTo,
    hub: settings.hub,
  }
}

export function movedResponseJson(response: MovedResponse) {
  return {
    month: response.month,
    kind: response.kind,
    state: response.state,
    name: response.name,
    email: response.email,
    content: response.content,
    source_url: response.sourceUrl,
    target_url: response.targetUrl,
    author_url: response.authorUrl,
    relation: response.relation,
    title: response.title,
    created_at: response.createdAt,
    updated_at: response.updatedAt,
  }
}

const toBase64 = (bytes: Uint8Array | null) =>
  bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
