import { Resolver } from 'node:dns/promises'
import type { Dns } from '../doctor/dns.ts'

const TRY_MS = 3_000
const TRIES = 2
const NO_RECORD = new Set(['ENODATA', 'ENOTFOUND'])

/** Asks the name servers of this machine. */
export function createDns(): Dns {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES })
  async function ask<T>(question: () => Promise<T[]>): Promise<T[]> {
    try {
      return await question()
    } catch (error) {
      if (NO_RECORD.has(String((error as { code?: unknown }).code))) return []
      throw error
    }
  }
  return {
    txt: async (name) =>
      (await ask(() => resolver.resolveTxt(name))).map((parts) => parts.join('')),
    async mx(name) {
      const records = await ask(() => resolver.resolveMx(name))
      return records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange)
    },
    async hasAddress(name) {
      const found = await Promise.all([
        ask(() => resolver.resolve4(name)),
        ask(() => resolver.resolve6(name)),
      ])
      return found.flat().length > 0
    },
  }
}
