/**
 * Linkletter as a part of another program: a server in this process, with everything that the
 * command `linkletter serve` starts.
 *
 *     const server = await startServer(readConfig({ DATA_DIR: './data', PORT: '3000' }))
 *     await server.stop()
 */
export { type Config, readConfig } from './config.ts'
export { AppError, type ErrorCode, isAppError } from './errors.ts'
export { type RunningServer, startServer } from './node/serve.ts'
export { VERSION } from './version.ts'
