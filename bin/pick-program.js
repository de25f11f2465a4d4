import { createHash } from 'crypto'
import { existsSync, readFileSync } from 'fs'
import { join } from 'path'

/**
 * What to run, below `root`. In a clone: the bundle that `npm ci` made while it is that of the
 * sources, else the sources. In the npm package there are no sources, and the bundle is in `dist`.
 */
export function pickProgram(root) {
  if (!existsSync(join(root, 'src'))) return join(root, 'dist/bundled/node/main.js')
  return isUpToDate(root) ? join(root, 'bundled/node/main.js') : join(root, 'src/node/main.ts')
}

/** Times of files say too little: they change with each checkout and each layer of an image. */
function isUpToDate(root) {
  try {
    const { files, sha1 } = JSON.parse(readFileSync(join(root, 'bundled/sources.json'), 'utf8'))
    const hash = createHash('sha1')
    for (const file of files) hash.update(readFileSync(join(root, file)))
    return hash.digest('hex') === sha1
  } catch (error) {
    return false // no bundle, or a source that is gone
  }
}
