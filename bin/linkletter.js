#!/usr/bin/env node
// In plain JavaScript of long ago, so that an old Node can say that it is too old.
const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `Linkletter needs Node 24 or later; this is ${process.versions.node}. See https://nodejs.org, or run: npx -p node@24 -p linkletter linkletter\n`,
  )
  process.exit(2)
}
import('../dist/src/node/main.js')
