import { expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'

const app = useTestApp('pglite')

it('shows a rendered mail with its inline styles, and sandboxed', async () => {
  await app.json('POST', '/links', { url: 'https://norn.example/a', title: 'A', month: '2023-07' })
  const issue = (await app.json('POST', '/issues', { month: '2023-07' })).body as { id: number }
  const { headers } = await app.json('GET', `/issues/${issue.id}/render?format=html`)
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox",
  )
})
