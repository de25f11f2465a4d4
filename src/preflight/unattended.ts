import type { Problem } from './problem.ts'

/**
 * Whether a problem keeps an issue from being sent while nobody looks.
 *
 * Held back is what readers would be served badly by, and what may be a mistake that only a person
 * can tell from a wish: all that is `must`, a page published before, broken Markdown, a mail that
 * Gmail cuts. Let through is what a careful owner improves and what only a person does (a missing
 * author, a page that was not read, the test mail). The sender's domain has its own rule for large
 * sends. What the owner has said "I know" to is no problem any more and is not asked about here.
 */
export function holdsBack({ check, level, detail }: Problem): boolean {
  if (level === 'must') return true
  if (check === 'size') return detail === 'over'
  return check === 'repeated' || check === 'markdown'
}
