import { isAppError, messageOf } from '../errors.ts'
import { runCli } from './cli.ts'

/** Exit codes: 0 done, 1 failed, 2 wrong use or settings (as in sysexits and most shells). */
try {
  process.exitCode = await runCli(process.argv.slice(2))
} catch (error) {
  const isExpected = isAppError(error) && error.code !== 'INTERNAL'
  process.stderr.write(`${isExpected ? messageOf(error) : (error as Error).stack}\n`)
  process.exitCode = isAppError(error, 'CONFIGURATION', 'INVALID_INPUT') ? 2 : 1
}
