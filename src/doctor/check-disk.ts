import type { DoctorProbes } from './doctor-probes.ts'
import { type Finding, findingsOf } from './finding.ts'

const MB = 1024 * 1024
const WARN_BYTES = 500 * MB
const FAIL_BYTES = 50 * MB

export async function checkDisk(probes: DoctorProbes): Promise<Finding> {
  const { ok, warn, fail, skipped } = findingsOf('data-dir')
  if (!probes.dataDir) return skipped('There is no folder here.')
  const { path, isWritable, freeBytes } = await probes.dataDir()
  if (!isWritable)
    return fail(`${path} cannot be written.`, 'Give it to the user that runs Linkletter.')
  if (freeBytes === null) return ok(`${path} can be written.`)
  const text = `${path} can be written, ${Math.floor(freeBytes / MB).toLocaleString('en')} MB are free.`
  const fix = 'Make room on the disk.'
  if (freeBytes < FAIL_BYTES) return fail(text, fix)
  return freeBytes < WARN_BYTES ? warn(text, fix) : ok(text)
}
