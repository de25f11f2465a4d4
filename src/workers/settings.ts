/**
 * Settings of a Worker: those of `settings-table.ts`, read by `config.ts`, from its variables and
 * secrets, and what only a Worker has.
 */
import { type Config, readConfig } from '../config.ts'
import { AppError, isAppError } from '../errors.ts'
import type { WorkerEnv } from './platform.ts'

/** Cron wakes it each minute; what is under way at the end has some seconds left. */
const DEFAULT_TICK_S = 45
/** A scheduled handler may take 15 minutes. */
const LONGEST_TICK_S = 840

export interface WorkerConfig extends Config {
  databaseUrl: string
  smtpUrl: string
  /** How long a tick begins new work. */
  tickMs: number
  /** Mail to this address saves the links in it; undefined: to none. */
  inboundAddress: string | undefined
}

/** Throws AppError CONFIGURATION that lists every problem, a line each. */
export function readWorkerConfig(env: WorkerEnv): WorkerConfig {
  const problems: string[] = []
  const texts: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(env))
    if (typeof value === 'string') texts[name] = value
  const databaseUrl = env.HYPERDRIVE?.connectionString ?? texts.DATABASE_URL
  const smtpUrl = texts.SMTP_URL?.trim() ?? ''
  const inboundAddress = texts.INBOUND_ADDRESS?.trim().toLowerCase() || undefined

  if (!databaseUrl)
    problems.push('HYPERDRIVE: bind your PostgreSQL under this name in wrangler.toml.')
  if (!texts.BASE_URL?.trim())
    problems.push('BASE_URL: required on Workers, like https://links.example.')
  if (!/^smtps?:/.test(smtpUrl))
    problems.push(
      'SMTP_URL: required on Workers, smtps://… or smtp://…:587. There are no files to write mail to.',
    )
  if (texts.BOUNCE_IMAP_URL?.trim())
    problems.push('BOUNCE_IMAP_URL: not on Workers. Let Email Routing bring what comes back.')
  if (inboundAddress !== undefined && !/^[^\s@<>]+@[^\s@<>]+$/.test(inboundAddress))
    problems.push('INBOUND_ADDRESS: write one plain address, without a name.')
  const dkimKey = texts.DKIM_PRIVATE_KEY?.trim() ?? ''
  if (dkimKey !== '' && !dkimKey.includes('-----BEGIN'))
    problems.push('DKIM_PRIVATE_KEY: put the PEM itself in. There are no files on Workers.')
  const tickS = Number(texts.TICK_SECONDS ?? DEFAULT_TICK_S)
  if (!(tickS >= 1 && tickS <= LONGEST_TICK_S))
    problems.push(`TICK_SECONDS: write seconds from 1 to ${LONGEST_TICK_S}.`)

  const config = readShared({ ...texts, DATABASE_URL: databaseUrl }, problems)
  if (problems.length > 0 || !config || !databaseUrl)
    throw new AppError('CONFIGURATION', `Settings:\n${problems.map((p) => `- ${p}`).join('\n')}`)
  return { ...config, databaseUrl, smtpUrl, tickMs: tickS * 1000, inboundAddress }
}

/** The problems that every installation can have are added to ours. */
function readShared(
  texts: Record<string, string | undefined>,
  problems: string[],
): Config | undefined {
  try {
    return readConfig(texts)
  } catch (error) {
    if (!isAppError(error, 'CONFIGURATION')) throw error
    const shared = [...error.message.matchAll(/^- (.*)$/gm)].map(([, problem = '']) => problem)
    problems.push(...shared.filter((problem) => !problems.some((p) => sameSetting(p, problem))))
    return undefined
  }
}

function sameSetting(one: string, other: string): boolean {
  return one.split(':', 1)[0] === other.split(':', 1)[0]
}
