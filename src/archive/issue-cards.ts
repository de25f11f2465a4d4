import type { Card, DrawCard } from '../domain/card.ts'
import { DEFAULT_ACCENT } from '../domain/look.ts'
import { splitMonth } from '../domain/month.ts'
import { toIssueModel } from '../render/issue-model.ts'
import type { IssueDocument } from '../render/rendered-issue.ts'

/** A card is 30 to 60 KB. */
const MOST_KEPT = 64

/**
 * The picture of each issue, drawn when it is first asked for and kept while nothing on it changes.
 * One at a time, because drawing holds up everything else for some hundredths of a second.
 * Undefined where nothing can draw.
 */
export function createIssueCards(drawCard: DrawCard | undefined) {
  const kept = new Map<string, Uint8Array>()
  let last: Promise<unknown> = Promise.resolve()

  /** `count`: how many links it has, in words. */
  return async function issueCard(
    doc: IssueDocument,
    count: string,
  ): Promise<Uint8Array | undefined> {
    if (!drawCard) return undefined
    const card = cardOf(doc, count)
    const key = JSON.stringify(card)
    const drawn = last.then(async () => kept.get(key) ?? (await drawCard(card)))
    last = drawn.catch(() => undefined)
    const bytes = await drawn
    kept.delete(key)
    kept.set(key, bytes)
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
    return bytes
  }
}

function cardOf(doc: IssueDocument, count: string): Card {
  const model = toIssueModel(doc)
  const [year, month] = splitMonth(doc.issue.month)
  return {
    publication: model.publication,
    title: model.title,
    facts: `${model.month} · ${count}`,
    digits: `${month}/${year}`,
    accent: doc.publication.look?.accent ?? DEFAULT_ACCENT,
    isRightToLeft: model.dir === 'rtl',
  }
}
