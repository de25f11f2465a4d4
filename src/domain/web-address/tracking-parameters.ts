/** Which parts of a query tell who sent a reader and never which page is meant. */
import { ANYWHERE, BY_SITE, KEPT_FOR_READERS, SENDERS, SIGNATURES } from './tracking-table.ts'

interface NameList {
  exact: ReadonlySet<string>
  prefixes: readonly string[]
}

function toNameList(names: string[]): NameList {
  const lower = names.map((name) => name.toLowerCase())
  return {
    exact: new Set(lower.filter((name) => !name.endsWith('*'))),
    prefixes: lower.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  }
}

const anywhere = toNameList(
  ANYWHERE.split('\n').flatMap((line) =>
    (line.trim().split(/ {2,}/)[0] ?? '').split(' ').filter(Boolean),
  ),
)

/** The lists of a table that hold for a host, found by the host's own name and those above it. */
function createLookup(table: Record<string, string>): (hostname: string) => NameList[] {
  const lists = Object.entries(table).map(
    ([site, names]) => [site, toNameList(names.split(' '))] as const,
  )
  const bySite = new Map(lists)
  const countries = lists.filter(([site]) => site.endsWith('.*'))
  return (hostname) => {
    const found = countries.filter(([site]) => isHostOf(hostname, site)).map(([, list]) => list)
    for (let rest = hostname; rest !== ''; ) {
      const list = bySite.get(rest)
      if (list) found.push(list)
      const dot = rest.indexOf('.')
      rest = dot === -1 ? '' : rest.slice(dot + 1)
    }
    return found
  }
}

const listsOfSite = createLookup(BY_SITE)
const keptForReaders = createLookup(KEPT_FOR_READERS)
const keptAnywhere = toNameList((KEPT_FOR_READERS['*'] ?? '').split(' '))
const signatures = new Set(SIGNATURES.split(' '))
const senders = new Set(SENDERS.split(' '))

function includes(list: NameList, name: string): boolean {
  return list.exact.has(name) || list.prefixes.some((prefix) => name.startsWith(prefix))
}

/** True for `site` itself and hosts below it; `amazon.*` stands for every country's. */
export function isHostOf(hostname: string, site: string): boolean {
  if (!site.endsWith('.*')) return hostname === site || hostname.endsWith(`.${site}`)
  const name = site.slice(0, -2)
  if (!hostname.includes(name)) return false
  const withoutCountry = hostname.replace(/\.(?:com|[a-z]{2}|com?\.[a-z]{2})$/, '')
  return (
    withoutCountry !== hostname && (withoutCountry === name || withoutCountry.endsWith(`.${name}`))
  )
}

/** Ghost and others add `ref=the-sending-site` to every link that leaves them. */
function isReferringSite(name: string, value: string): boolean {
  if (!/^(?:ref|referrer|referer|source|src|from|via)$/.test(name)) return false
  if (senders.has(value.toLowerCase())) return true
  return /^ref/.test(name) && /^(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\/?$/i.test(value)
}

export type ParameterTest = (name: string, value: string) => boolean

export function createTrackingTest(hostname: string): ParameterTest {
  const own = listsOfSite(hostname)
  return (name, value) => {
    const lower = name.toLowerCase()
    if (includes(anywhere, lower) || own.some((list) => includes(list, lower))) return true
    // Forums number their visits so; shorter ones are numbers of something.
    if (/^(?:sid|s)$/.test(lower) && /^[0-9a-f]{32}$/i.test(value)) return true
    return isReferringSite(lower, value)
  }
}

/** Parameters that stay in a link, although they do not make it another page. */
export function createDecorationTest(hostname: string): ParameterTest {
  const own = [keptAnywhere, ...keptForReaders(hostname)]
  return (name, value) => {
    const lower = name.toLowerCase()
    return own.some((list) => includes(list, lower)) || isAmpMark(lower, value)
  }
}

function isAmpMark(name: string, value: string): boolean {
  return (name === 'amp' && /^(1|true)?$/.test(value)) || (name === 'outputtype' && value === 'amp')
}

export function isSignature(name: string): boolean {
  return signatures.has(name.toLowerCase())
}
