import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { type Config, readConfig } from '../config.ts'

/** Settings of the environment; `.env` in the current folder fills in what is not set there. */
export function loadConfig(overrides: Record<string, string> = {}): Config {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  const config = readConfig({ ...file, ...process.env, ...overrides })
  const key = config.dkim?.privateKey
  // A PEM, or the file that holds it.
  if (config.dkim && key && !key.includes('-----BEGIN'))
    config.dkim.privateKey = readFileSync(key, 'utf8')
  return config
}
