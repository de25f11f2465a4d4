import { cleanLine, escapeHtml } from './clean-text.ts'
import type { RecipientSlots, RenderedMail } from './rendered-issue.ts'

type SlotName = keyof RecipientSlots
type Filler = (values: Record<SlotName, string>) => string

/** A mail is cut at its markers once and then only joined: a run may have 100,000 recipients. */
const fillers = new WeakMap<object, { html: Filler; text: Filler }>()

/** Markers for one rendering, or for one service mail. */
export function newSlots(options: { preferences: boolean }): RecipientSlots {
  const bits = [...crypto.getRandomValues(new Uint8Array(16))]
  const id = bits.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const slots = { unsubscribeUrl: `slot-unsubscribe-${id}`, reason: `slot-reason-${id}` }
  return options.preferences ? { ...slots, preferencesUrl: `slot-preferences-${id}` } : slots
}

/** The mail for one recipient: values escaped in `html`, as they are in `text`. */
export function fillSlots(
  mail: Pick<RenderedMail, 'html' | 'text' | 'slots'>,
  values: RecipientSlots,
): { html: string; text: string } {
  let filler = fillers.get(mail)
  if (!filler) {
    filler = { html: cutAt(mail.html, mail.slots), text: cutAt(mail.text, mail.slots) }
    fillers.set(mail, filler)
  }
  if (mail.slots.preferencesUrl !== undefined && values.preferencesUrl === undefined) {
    throw new Error('This mail links to preferences: give fillSlots a preferencesUrl.')
  }
  const clean = slotValues(values)
  return { html: filler.html(clean.html), text: filler.text(clean.text) }
}

/** Values as they go into each part: one line, escaped in `html`, as they are in `text`. */
export function slotValues(
  values: RecipientSlots,
): Record<'html' | 'text', Record<SlotName, string>> {
  const text = {
    unsubscribeUrl: cleanLine(values.unsubscribeUrl, 2000),
    reason: cleanLine(values.reason, 1000),
    preferencesUrl: cleanLine(values.preferencesUrl ?? '', 2000),
  }
  const html = {
    unsubscribeUrl: escapeHtml(text.unsubscribeUrl),
    reason: escapeHtml(text.reason),
    preferencesUrl: escapeHtml(text.preferencesUrl),
  }
  return { html, text }
}

function cutAt(body: string, slots: RecipientSlots): Filler {
  const names = new Map(
    Object.entries(slots).map(([name, marker]) => [marker, name as SlotName] as const),
  )
  // Markers consist of letters, digits and hyphens: nothing to escape in a pattern.
  const pieces = body.split(new RegExp(`(${[...names.keys()].join('|')})`))
  return (values) => {
    let filled = ''
    for (const [index, piece] of pieces.entries()) {
      const name = index % 2 === 1 ? names.get(piece) : undefined
      filled += name === undefined ? piece : values[name]
    }
    return filled
  }
}
