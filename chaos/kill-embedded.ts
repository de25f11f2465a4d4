import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/node/database.ts'
import { pause, startChild } from './child.ts'
import { createRandom, createVerdict, type Scenario } from './scenario.ts'

const SIZES = { full: { firstStarts: 50, kills: 150 }, short: { firstStarts: 2, kills: 3 } }

/** H: the embedded database, killed during its first start and while it writes. */
export const killEmbedded: Scenario = {
  letter: 'H',
  about: 'kill -9 on the embedded database, first starts included',
  kinds: ['pglite'],
  async run({ seed, size, say }) {
    const { firstStarts, kills } = SIZES[size]
    const random = createRandom(seed)
    const { expect, broken } = createVerdict()
    const folder = await mkdtemp(join(tmpdir(), 'linkletter-chaos-pglite-'))
    const acknowledged = new Set<number>()
    let refusals = 0
    try {
      for (let start = 1; start <= firstStarts; start += 1) {
        // A folder that has never come up yet, then the start that has to mend what was left.
        const dataDir = join(folder, `first-${start % 5}`)
        const child = startChild('writer.ts', { dataDir, from: 0 })
        await Promise.race([pause(random() * 4_000), child.ended])
        child.kill('SIGKILL')
        await child.ended
        if (start % 5 === 0 || start === firstStarts) {
          const last = startChild('writer.ts', { dataDir, from: 0 })
          const begun = await last.line((line) => line === 'begun').catch(String)
          expect(begun === 'begun', `a folder does not start any more: ${begun}`)
          last.kill('SIGKILL')
          await last.ended
          say(`first start ${start} of ${firstStarts}`)
        }
      }
      const dataDir = join(folder, 'data')
      for (let kill = 1; kill <= kills; kill += 1) {
        const from = kill * 100_000
        const child = startChild('writer.ts', { dataDir, from })
        await child.line((line) => line === 'begun')
        if (kill % 25 === 1) {
          const second = startChild('writer.ts', { dataDir, from: 0 })
          const said = (await second.ended).join('\n')
          expect(
            /refused: .*in use/.test(said),
            `a second opener was let in: ${said.slice(0, 100)}`,
          )
          refusals += 1
        }
        await pause(random() * 300)
        child.kill('SIGKILL')
        for (const line of await child.ended) if (/^\d+$/.test(line)) acknowledged.add(Number(line))
        if (kill % 10 === 0) say(`kill ${kill} of ${kills}, ${acknowledged.size} writes`)
      }
      const { db, close } = await openDatabase({ dataDir })
      const rows = await db.selectFrom('setting').select('key').execute()
      await close()
      const kept = new Set(rows.map(({ key }) => Number(key.replace('number-', ''))))
      const lost = [...acknowledged].filter((number) => !kept.has(number))
      expect(lost.length === 0, `${lost.length} acknowledged writes are lost`)
      expect(acknowledged.size > kills, 'hardly anything was written: nothing was tried')
      const writes = acknowledged.size
      return {
        facts: { kills: kills + firstStarts, firstStarts, writes, lost: lost.length, refusals },
        broken,
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
