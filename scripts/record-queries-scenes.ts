/** What was noted of one statement, in the order in which they ended. */
export interface Noted {
  database: string
  client: string
  sql: string
  values: unknown[]
  isDone: boolean
  /** Asked by a test itself, not by what it tests. */
  isOfTest: boolean
}

export type Step = Pick<Noted, 'sql' | 'values' | 'isOfTest'>

/** Each test begins by emptying the database so. */
const EMPTYING = /session_replication_role/
/** Change nothing that a later statement sees, or belong to the session. */
const LEFT_OUT =
  /^(set|listen|unlisten|notify|declare|fetch|close|explain|show|reset|analyze|savepoint|release)\b|pg_tables|pg_sequences|pg_sleep/i
/** A test that changes the schema or ends sessions cannot be played again elsewhere. */
const SPOILS = /^(create|alter|drop|truncate|rollback to)\b|pg_terminate_backend|pg_cancel_backend/i
const WRITES =
  /\b(insert into|delete from|(?<!for |key )update)\b|\bfrom (?!unnest|generate_|jsonb?_|regexp_)\w+\(|^select \w+\(/i

/** The statements of each test whose transactions were committed, in the order of the commits. */
export function scenesOf(noted: Noted[]): Step[][] {
  const scenes: Step[][] = []
  for (const ofDatabase of Map.groupBy(noted, ({ database }) => database).values()) {
    let scene: Step[] = []
    let isSpoiled = false
    const close = () => {
      if (!isSpoiled && scene.length > 0) scenes.push(scene)
      scene = []
      isSpoiled = false
    }
    const open = new Map<string, Noted[]>()
    for (const step of ofDatabase) {
      const word = /^\w+/.exec(step.sql)?.[0]?.toLowerCase()
      const transaction = open.get(step.client)
      if (word === 'begin' || word === 'start') open.set(step.client, [])
      else if (word === 'commit') {
        if (transaction?.some(({ sql }) => EMPTYING.test(sql))) close()
        else if (transaction?.every(({ isDone }) => isDone))
          scene.push(...transaction.filter(isKept))
        open.delete(step.client)
      } else if (/^rollback$/i.test(step.sql)) open.delete(step.client)
      else if (SPOILS.test(step.sql)) isSpoiled = true
      else if (transaction) transaction.push(step)
      else if (step.isDone && isKept(step)) scene.push(step)
    }
    close()
  }
  return scenes
}

const isKept = ({ sql }: Noted) => !LEFT_OUT.test(sql)

/**
 * The same for statements that differ in how many values they name. Of those that write, others
 * when a value is null or one of these words, which checks of the tables name.
 */
export function shapeOf({ sql, values }: Step, words: ReadonlySet<string>): string {
  const text = sql
    .replace(/\s+/g, ' ')
    .replace(/\$\d+/g, '$')
    .replace(/(\$(::\w+(\[\])?)?)(, \$(::\w+(\[\])?)?)+/g, '$1')
    .replace(/(\(\$[^()]*\))(, \(\$[^()]*\))+/g, '$1')
  const signOf = (value: unknown): string => {
    if (Array.isArray(value)) return `[${[...new Set(value.map(signOf))].sort().join()}]`
    return value === null || (typeof value === 'string' && words.has(value)) ? String(value) : ''
  }
  if (!WRITES.test(sql)) return text
  // Of many rows in one statement it matters which values there are, not in which row.
  const isOneRow = text.split('$').length - 1 === values.length
  return `${text} ${isOneRow ? values.map(signOf) : signOf(values)}`
}

interface Waiting {
  steps: Step[]
  shapes: string[]
  bytes: number[]
}

/** Few and small ones of the scenes, so that each statement is in one; of each what its new ones need. */
export function chooseScenes(scenes: Step[][], words: ReadonlySet<string>): Step[][] {
  const seen = new Set<string>()
  const chosen: Step[][] = []
  let waiting = scenes.map(
    (steps): Waiting => ({
      steps,
      shapes: steps.map((step) => shapeOf(step, words)),
      bytes: steps.map(({ values }) => 10 + JSON.stringify(values).length),
    }),
  )
  for (;;) {
    const scored = waiting.map((scene) => {
      const kept = keptOf(scene, seen)
      return { scene, kept, score: kept.fresh.size / (300 + kept.bytes) }
    })
    waiting = scored.filter(({ score }) => score > 0).map(({ scene }) => scene)
    const best = scored.reduce<(typeof scored)[number] | undefined>(
      (found, next) => (next.score > (found?.score ?? 0) ? next : found),
      undefined,
    )
    if (!best) return chosen
    for (const shape of best.kept.fresh) seen.add(shape)
    chosen.push(best.kept.steps)
  }
}

/** What is new in a scene, each once, and the writes before it. */
function keptOf({ steps, shapes, bytes }: Waiting, seen: Set<string>) {
  const fresh = new Set<string>()
  const isFresh = steps.map(({ isOfTest }, index) => {
    const shape = shapes[index] ?? ''
    if (isOfTest || seen.has(shape) || fresh.has(shape)) return false
    fresh.add(shape)
    return true
  })
  const end = isFresh.lastIndexOf(true)
  const isKept = steps.map(({ sql }, index) => index <= end && (isFresh[index] || WRITES.test(sql)))
  return {
    fresh,
    steps: steps.filter((_, index) => isKept[index]),
    bytes: bytes.reduce((sum, size, index) => sum + (isKept[index] ? size : 0), 0),
  }
}
