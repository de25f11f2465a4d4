import { expect, it } from 'vitest'
import { readSampleMonth } from '../render/sample-document.ts'
import { useTestApp } from '../support/app.ts'
import { startLighthouse } from '../support/lighthouse.ts'

const app = useTestApp('pglite')

// Speed depends on what else this machine does: `npm run bench` looks at that category.
it('home, issue and archive have at least 98 for accessibility, best practices and SEO', async () => {
  const { sections, month } = await readSampleMonth()
  for (const [place, { name, entries }] of sections.entries())
    for (const [index, entry] of entries.entries())
      await app.save(`https://site-${index}.example/${place}`, { ...entry, section: name, month })
  await app.json('PATCH', '/settings', { description: 'What one reader kept, once a month.' })
  const issue = await app.assemble(month)
  await app.json('PATCH', `/issues/${issue.id}`, { intro: 'A short month, with clocks.' })
  await app.send(issue.id)
  const { look, close } = await startLighthouse(
    (request) => app.fetch(request),
    ['accessibility', 'best-practices', 'seo'],
  )
  try {
    for (const path of ['/', '/issues/july-2023', '/archive']) {
      const { scores, findings } = await look(path)
      const low = Object.values(scores).filter((score) => score < 98)
      expect([path, Object.keys(scores).length, low, low.length > 0 ? findings : []]).toEqual([
        path,
        3,
        [],
        [],
      ])
    }
  } finally {
    await close()
  }
})
