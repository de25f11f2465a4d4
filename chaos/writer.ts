/** A process that opens a data folder and writes; prints each number once its write is acknowledged. */
import { messageOf } from '../src/errors.ts'
import { openDatabase } from '../src/node/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { writeSetting } from '../src/store/settings.ts'

const { dataDir, from } = JSON.parse(process.argv[2] ?? '{}') as { dataDir: string; from: number }
try {
  const { db } = await openDatabase({ dataDir })
  await migrate(db)
  console.log('begun')
  for (let number = from; ; number += 1) {
    await writeSetting(db, `number-${number}`, number)
    console.log(String(number))
  }
} catch (error) {
  console.log(`refused: ${messageOf(error)}`)
  process.exit(3)
}
