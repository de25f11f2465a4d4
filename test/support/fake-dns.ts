import type { Dns } from '../../src/doctor/dns.ts'

export interface Zone {
  /** Name → its TXT records. */
  txt?: Record<string, string[]>
  mx?: Record<string, string[]>
  /** Names that have an address. */
  hosts?: string[]
  /** Names whose servers do not answer. */
  silent?: string[]
}

/** Name servers that know this alone. `zone` may change between two questions. */
export function fakeDns(zone: Zone): Dns & { asked: string[] } {
  const asked: string[] = []
  const ask = <T>(name: string, answer: T): T => {
    asked.push(name)
    if (zone.silent?.includes(name)) throw new Error(`queryTxt ETIMEOUT ${name}`)
    return answer
  }
  return {
    asked,
    txt: async (name) => ask(name, zone.txt?.[name] ?? []),
    mx: async (name) => ask(name, zone.mx?.[name] ?? []),
    hasAddress: async (name) => ask(name, zone.hosts?.includes(name) ?? false),
  }
}
