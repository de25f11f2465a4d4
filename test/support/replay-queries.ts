import { readFileSync } from 'node:fs'
import { CompiledQuery } from 'kysely'
import { messageOf } from '../../src/errors.ts'
import type { Database } from '../../src/store/schema.ts'
import { emptyDatabase } from './database.ts'

/** What a release asked of its database, as `scripts/record-queries.ts` writes it down. */
export interface Recording {
  /** The commit, and its newest migration. */
  commit: string
  migration: string
  statements: string[]
  /** Each begins on empty tables: numbers of statements, with their values. */
  scenes: PlayedStep[][]
}
export type PlayedStep = [statement: number, ...values: unknown[]]

export interface Refusal {
  /** Numbers, from 0. */
  scene: number
  step: number
  sql: string
  message: string
}

/** A line is the head, a statement, the beginning of a scene or a step of it. */
type Line = { commit: string; migration: string } | string | { scene: number } | PlayedStep

export function readRecording(path: string): Recording {
  const recording: Recording = { commit: '', migration: '', statements: [], scenes: [] }
  for (const text of readFileSync(path, 'utf8').trim().split('\n')) {
    const line: Line = JSON.parse(text)
    if (typeof line === 'string') recording.statements.push(line)
    else if (Array.isArray(line)) recording.scenes.at(-1)?.push(line)
    else if ('scene' in line) recording.scenes.push([])
    else Object.assign(recording, line)
  }
  return recording
}

export function writeRecording({ commit, migration, statements, scenes }: Recording): string {
  const lines: Line[] = [{ commit, migration }, ...statements]
  for (const [index, steps] of scenes.entries()) lines.push({ scene: index + 1 }, ...steps)
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Plays all of it and tells what the database refuses; the rest of such a scene is left out. */
export async function* replay(
  db: Database,
  { statements, scenes }: Recording,
): AsyncGenerator<Refusal> {
  for (const [scene, steps] of scenes.entries()) {
    await emptyDatabase(db)
    for (const [step, [number, ...values]] of steps.entries()) {
      const sql = statements[number] ?? ''
      try {
        await db.executeQuery(CompiledQuery.raw(sql, values.map(unpacked)))
      } catch (error) {
        yield { scene, step, sql, message: messageOf(error) }
        break
      }
    }
  }
}

function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked)
  if (typeof value !== 'object' || value === null) return value
  if ('$time' in value) return new Date(String(value.$time))
  if ('$bytes' in value) return Buffer.from(String(value.$bytes), 'base64')
  return value
}
