/**
 * Imports a generated bookmarks file twice, in a process of its own (node --expose-gc), so that its
 * memory can be measured. Arguments: number of links, data folder, and the address of a PostgreSQL
 * database or "". Prints one JSON object.
 */
import { createImportLinks } from '../../src/collect/import-links.ts'
import { openDatabase } from '../../src/node/database.ts'
import { migrate } from '../../src/store/migrate.ts'

const [count = '0', dataDir = '', databaseUrl = ''] = process.argv.slice(2)

/** What is still held while the file is read; the whole process would show mostly the database. */
let mostHeldMb = 0
function measure() {
  globalThis.gc?.()
  mostHeldMb = Math.max(mostHeldMb, process.memoryUsage().heapUsed / 2 ** 20)
}

/** As Firefox writes it: a folder here and there, tags, notes, dates in seconds. */
async function* bookmarks(links: number) {
  yield '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n'
  for (let n = 0; n < links; n++) {
    if (n % 1_250 === 1_249) measure()
    const added = 1_500_000_000 + n * 60
    const tags = `tag ${n % 50},tag ${n % 7}`
    yield `<DT><A HREF="https://site-${n % 400}.example/post/${n}?page=${n}" ADD_DATE="${added}" TAGS="${tags}">Title number ${n} &amp; more</A>\n`
    if (n % 2 === 0) yield `<DD>A note of some words about link ${n}, as people write them.\n`
  }
  yield '</DL><p>\n'
}

const { db, close } = await openDatabase({ databaseUrl: databaseUrl || undefined, dataDir })
await migrate(db)
const importLinks = createImportLinks({
  db,
  now: () => new Date(),
  fetchAllow: [],
  enqueueEnrichment: async () => undefined,
})
const first = await importLinks('netscape', bookmarks(Number(count)), { enrich: false })
const second = await importLinks('netscape', bookmarks(Number(count)), { enrich: false })
process.stdout.write(
  JSON.stringify({ first, second, mostHeldMb, peakMb: process.resourceUsage().maxRSS / 1024 }),
)
await close()
