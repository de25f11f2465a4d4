#!/usr/bin/env node
// In plain JavaScript of long ago, so that an old Node can say that it is too old.
import { dirname } from 'path'
import { fileURLToPath, pathToFileURL } from 'url'
import { pickProgram } from './pick-program.js'

const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `Linkletter needs Node 24 or later; this is ${process.versions.node}. See https://nodejs.org, or run: npx -p node@24 -p linkletter linkletter\n`,
  )
  process.exit(2)
}
const root = dirname(dirname(fileURLToPath(import.meta.url)))
import(pathToFileURL(pickProgram(root)).href)
