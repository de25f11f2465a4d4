/**
 * `npm run build`: JavaScript and types of `src` and `migrations` into `dist`, with what they read
 * beside them, and the bundle that its command runs. Only the npm package needs it.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { bundle } from './bundle.ts'
import { withCompiledThreads } from './thread-files.ts'

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
for (const file of globSync('dist/**/*.js')) {
  const text = readFileSync(file, 'utf8')
  const rewritten = withCompiledThreads(text)
  if (rewritten !== text) writeFileSync(file, rewritten)
}
cpSync('emails', 'dist/emails', { recursive: true })
cpSync('src/node/prepared-cluster', 'dist/src/node/prepared-cluster', { recursive: true })
await bundle(build, 'dist/bundled')
