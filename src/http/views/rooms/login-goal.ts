import { html } from 'hono/html'
import { type FormEntries, packKept } from '../../form.ts'
import type { Html } from '../layout.ts'

/** Where the login leads, and the form that it holds up. */
export interface LoginGoal {
  next: string
  kept?: FormEntries | undefined
}

/** Carries it through the forms of a login. */
export function goalFields({ next, kept }: LoginGoal): Html {
  return html`<input type="hidden" name="next" value="${next}">${
    kept ? html`<input type="hidden" name="kept" value="${packKept(kept)}">` : ''
  }`
}
