import type { DoctorProbes } from './doctor-probes.ts'
import { type Finding, findingsOf } from './finding.ts'

/** Nothing to say where there is none. */
export async function checkReplica(
  probes: Pick<DoctorProbes, 'replicaProblem'>,
): Promise<Finding[]> {
  if (!probes.replicaProblem) return []
  const { ok, warn } = findingsOf('read-replica')
  const problem = await probes.replicaProblem()
  if (problem === null) return [ok('Public pages are read from the replica.')]
  return [warn(problem, 'Look at DATABASE_READ_URL and at the replication of your PostgreSQL.')]
}
