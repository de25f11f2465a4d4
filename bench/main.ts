import { ARCHIVE_PAGES, benchArchivePage, benchSearch, closeArchive, SEARCHES } from './archive.ts'
import type { Result } from './compare.ts'
import { benchEnrich } from './enrich-links.ts'
import { openInstallation } from './installation.ts'
import { benchLighthouse } from './lighthouse.ts'
import { benchAccuracy, benchExtract } from './metadata.ts'
import { benchPage } from './page.ts'
import { benchRender } from './render.ts'
import { benchRoom, closeRooms, ROOM_PAGES } from './rooms.ts'
import { benchSave } from './save.ts'
import { benchSaveP99 } from './save-p99.ts'
import { benchSend, benchSendLoop, benchSendTwo } from './send.ts'
import { benchSendMemory, benchSendMillion } from './send-scale.ts'
import { benchStart } from './start.ts'
import { benchWorkerSize, benchWorkerStart } from './worker.ts'

/** The embedded database, opened once for those that need it. */
let embedded: ReturnType<typeof openInstallation> | undefined
const onPglite = () => (embedded ??= openInstallation())

const benches: Record<string, () => Promise<Result>> = {
  'render-14': () => benchRender(14, 400),
  'render-200': () => benchRender(200, 800),
  send: () => benchSend('send', { sink: 'smtp' }),
  'send-dkim': () => benchSend('send-dkim', { sink: 'smtp', isSigned: true }),
  'send-loop': benchSendLoop,
  'send-bare-sink': () => benchSend('send-bare-sink', { sink: 'bare' }),
  'send-two-processes': benchSendTwo,
  'send-memory': benchSendMemory,
  'send-million': benchSendMillion,
  'metadata-accuracy': benchAccuracy,
  'metadata-extract': benchExtract,
  'enrich-1000': () => benchEnrich({ name: 'enrich-1000', database: 'postgres', delayMs: 100 }),
  'enrich-1000-pglite': () =>
    benchEnrich({ name: 'enrich-1000-pglite', database: 'pglite', delayMs: 100 }),
  'enrich-1000-at-once': () =>
    benchEnrich({ name: 'enrich-1000-at-once', database: 'postgres', delayMs: 0 }),
  'save-p99': () => benchSaveP99('save-p99', 'postgres'),
  'save-p99-pglite': () => benchSaveP99('save-p99-pglite', 'pglite'),
  'cold-start': () => benchStart('cold-start', { isFirst: false }),
  'first-start': () => benchStart('first-start', { isFirst: true }),
  page: async () => benchPage(await onPglite()),
  lighthouse: async () => benchLighthouse(await onPglite()),
  save: async () => benchSave(await onPglite()),
  'worker-size': benchWorkerSize,
  'worker-start': benchWorkerStart,
  ...Object.fromEntries(
    Object.keys(ARCHIVE_PAGES).map((name) => [`archive-${name}`, () => benchArchivePage(name)]),
  ),
  ...Object.fromEntries(
    Object.keys(SEARCHES).map((name) => [`search-${name}`, () => benchSearch(name)]),
  ),
  ...Object.fromEntries(
    Object.keys(ROOM_PAGES).map((name) => [`rooms-${name}`, () => benchRoom(name)]),
  ),
}

const wanted = process.argv.slice(2)
/** `rooms-*` stands for all that begin so. */
const fits = (name: string, asked: string) =>
  asked.endsWith('*') ? name.startsWith(asked.slice(0, -1)) : name === asked
const unknown = wanted.filter((asked) => !Object.keys(benches).some((name) => fits(name, asked)))
if (unknown.length > 0) {
  process.stderr.write(
    `No bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`,
  )
  process.exit(2)
}
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.some((asked) => fits(name, asked))) continue
  process.stdout.write(`${JSON.stringify(await bench())}\n`)
}
await (await embedded)?.close()
await closeRooms()
await closeArchive()
process.exit(0) // a pool may hold an idle connection for a while
