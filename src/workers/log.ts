import type { LogLevel } from '../config.ts'
import { messageOf } from '../errors.ts'

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

export type Log = ReturnType<typeof createLog>

/** JSON lines, which Workers Logs reads; without addresses. */
export function createLog(threshold: LogLevel) {
  const write = (level: LogLevel, message: string, details: Record<string, unknown> = {}) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(threshold)) return
    const line = JSON.stringify({ level, msg: message, ...details })
    if (level === 'error') console.error(line)
    else console.log(line)
  }
  return {
    info: (message: string, details?: Record<string, unknown>) => write('info', message, details),
    warn: (message: string, details?: Record<string, unknown>) => write('warn', message, details),
    error(message: string, error: unknown, details?: Record<string, unknown>) {
      const stack = error instanceof Error ? error.stack : undefined
      write('error', message, { ...details, error: messageOf(error), stack })
    },
  }
}
