import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Beside the packages, where nobody else may write; where we may not either, Node goes without.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)))
const { isAppError, messageOf } = await import('../errors.ts')

/** Exit codes: 0 done, 1 failed, 2 wrong use or settings (as in sysexits and most shells). */
try {
  const { runCli } = await import('./cli.ts')
  process.exitCode = await runCli(process.argv.slice(2))
} catch (error) {
  const isExpected = isAppError(error) && error.code !== 'INTERNAL'
  process.stderr.write(`${isExpected ? messageOf(error) : (error as Error).stack}\n`)
  process.exitCode = isAppError(error, 'CONFIGURATION', 'INVALID_INPUT') ? 2 : 1
}
