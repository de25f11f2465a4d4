import { cutConnections } from './cut-connections.ts'
import { killEmbedded } from './kill-embedded.ts'
import { killPlanner } from './kill-planner.ts'
import { killSender } from './kill-sender.ts'
import { rivalSchedulers } from './rival-schedulers.ts'
import type { Scenario } from './scenario.ts'
import { silentServer } from './silent-server.ts'
import { stopDatabase } from './stop-database.ts'
import { stopWorker } from './stop-worker.ts'

export const scenarios: Scenario[] = [
  killSender,
  cutConnections,
  killPlanner,
  stopDatabase,
  stopWorker,
  silentServer,
  rivalSchedulers,
  killEmbedded,
]
