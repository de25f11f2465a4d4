import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createClient } from '../../src/client/index.ts'
import { createTokenService } from '../../src/token-service.ts'
import { createPostgres } from '../support/database.ts'
import { makeFolder, startServerProcess } from '../support/server-process.ts'

it('a running server tells a webhook what happened, and its calls are counted', async () => {
  const told = Promise.withResolvers<string>()
  const receiver = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text) => told.resolve(text))
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
  const [folder, database] = [await makeFolder(), await createPostgres({ isMigrated: true })]
  const { token } = await createTokenService({ db: database.db, now: () => new Date() }).create(
    'test',
    'admin',
  )
  const server = await startServerProcess({
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SECRET: 'a secret that is long enough for a test',
    FETCH_ALLOW: host,
    API_RATE: '70',
  })
  onTestFinished(async () => {
    await server.stop()
    await database.close()
    receiver.close()
    await rm(folder, { recursive: true, force: true })
  })
  const client = createClient({ baseUrl: server.url, token })
  await client.webhooks.add({ url: `http://${host}/`, events: ['link.saved'] })
  await client.links.save({ url: 'https://norn.example/clocks' })
  expect(JSON.parse(await told.promise)).toMatchObject({
    type: 'link.saved',
    data: { url: 'https://norn.example/clocks' },
  })
  const answer = await fetch(`${server.url}/api/v1/links`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.headers.get('ratelimit-policy')).toBe('"token";q=70;w=60')
})
