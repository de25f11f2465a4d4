/**
 * `npm run build`: JavaScript and types of `src` and `migrations` into `dist`, with what they read
 * beside them. Only the npm package needs it; everything else runs the TypeScript as it is.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Compilers rewrite what is imported, not the files that threads are started from. */
const THREAD_FILE = /(new URL\(\s*['"][^'"]+)\.ts(['"],\s*import\.meta\.url)/g

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
for (const file of globSync('dist/**/*.js')) {
  const text = readFileSync(file, 'utf8')
  const rewritten = text.replaceAll(THREAD_FILE, '$1.js$2')
  if (rewritten !== text) writeFileSync(file, rewritten)
}
cpSync('emails', 'dist/emails', { recursive: true })
cpSync('src/node/prepared-cluster', 'dist/src/node/prepared-cluster', { recursive: true })
