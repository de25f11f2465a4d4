import { describe, expect, it } from 'vitest'
import { renderIssueContent } from '../../src/render/render-page.ts'
import { issuePageOf } from '../views/sample-pages.ts'
import { readHtml } from './html.ts'
import { aDocument, anEntry } from './sample-document.ts'

const named = { name: 'Articles', entries: [anEntry({ id: 1 })] }
const plain = { name: null, entries: [anEntry({ id: 2 }), anEntry({ id: 3 })] }

const levelsOf = (html: string) =>
  readHtml(html).elements.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [name] : []))

describe('the headings of an issue leave no level out', () => {
  it.each([
    ['without sections', [plain], ['h2', 'h2']],
    ['with sections', [named], ['h2', 'h3']],
    ['with links beside the sections', [named, plain], ['h2', 'h3', 'h2', 'h2']],
  ])('%s, on its page and in feeds', async (_, sections, levels) => {
    const doc = aDocument({ sections })
    const page = String(await issuePageOf(doc))
    const article = page.slice(page.indexOf('<article'), page.indexOf('</article>'))
    expect(levelsOf(article)).toEqual(['h1', ...levels])
    expect(levelsOf(renderIssueContent(doc, { anchors: false }))).toEqual(levels)
  })
})
