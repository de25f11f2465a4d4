/** The reference of the start: PGlite on a folder and a Hono that says one word, nothing else. */

import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const { DATA_FOLDER = '', PORT = '0' } = process.env
const pglite = await PGlite.create(DATA_FOLDER, { extensions: { pg_trgm } })
await pglite.query('select 1')
const app = new Hono().get('/healthz', (c) => c.text('ok'))
const server = serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' })
process.once('SIGTERM', async () => {
  server.close()
  await pglite.close()
  process.exit(0)
})
