/**
 * `npm run prepare`, which `npm ci` runs too: the program and what it imports as a few files in
 * `bundled/node`, which Node reads in a quarter of the time of 1,500. `bin/pick-program.js` takes
 * them as long as no source has changed since. They lie as deep as `src/node`, so that what is
 * read beside the sources is found from there too.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { build } from 'esbuild'
import { withCompiledThreads } from './thread-files.ts'

/** Read files of their own beside them, or are loaded on few occasions. */
const EXTERNAL = [
  '@electric-sql/pglite',
  '@resvg/resvg-js',
  '@simplewebauthn/server',
  'feedsmith',
  'imapflow',
  'mjml',
  'pg-native',
  'sharp',
  'unpdf',
]

/** Packages inside ask for parts of Node in the old way. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`

/** For the clone in the current folder. Whatever goes wrong, its sources still run as they are. */
export async function prepareBundle(): Promise<void> {
  rmSync('bundled', { recursive: true, force: true })
  // A development package: without those there is none, and no bundle.
  const esbuild = await import('esbuild').catch(() => undefined)
  try {
    if (esbuild) await bundle(esbuild.build, 'bundled')
  } catch (error) {
    rmSync('bundled', { recursive: true, force: true })
    process.stderr.write(`No bundle, so the sources are run: ${(error as Error).message}\n`)
  }
}

/** Bundles the sources of the current folder. Throws when one of them cannot be read. */
export async function bundle(run: typeof build, folder: string): Promise<void> {
  const { outputFiles, metafile } = await run({
    entryPoints: ['main', 'outside-thread', 'pdf-thread', 'signing-thread'].map(
      (name) => `src/node/${name}.ts`,
    ),
    outdir: join(folder, 'node'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    charset: 'utf8',
    legalComments: 'none', // the packages are installed, with their licences
    logLevel: 'silent',
    metafile: true,
    write: false,
  })
  mkdirSync(join(folder, 'node'), { recursive: true })
  for (const { path, text } of outputFiles) writeFileSync(path, withCompiledThreads(text))
  const ours = Object.keys(metafile.inputs).filter((path) => /^(?:src|migrations)\//.test(path))
  // Last: without it the bundle is not used. The lock file stands for the packages.
  writeFileSync(join(folder, 'sources.json'), listSources(['package-lock.json', ...ours]))
}

/** As `bin/pick-program.js` reads it: the names, and the hash of all the files one after the other. */
export function listSources(files: string[], root = '.'): string {
  const hash = createHash('sha1')
  for (const file of files) hash.update(readFileSync(join(root, file)))
  return JSON.stringify({ files, sha1: hash.digest('hex') })
}
