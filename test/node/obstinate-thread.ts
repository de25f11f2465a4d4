/** Stands in for the thread that reads pages: answers, or computes for ever, or dies. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Question, Reply, ThreadData } from '../../src/node/outside-messages.ts'

const { reading } = workerData as ThreadData
const reply = (message: Reply) => parentPort?.postMessage(message)

reply({ kind: 'pong' })
parentPort?.on('message', (question: Question) => {
  if (question.kind === 'ping') return reply({ kind: 'pong' })
  if (question.kind !== 'page') return
  const { id, url } = question
  if (url.includes('waits')) return
  Atomics.store(reading, 0, id)
  if (url.includes('never-ends')) for (;;);
  if (url.includes('dies')) process.exit(1)
  reply({ kind: 'answer', id, value: { outcome: 'ok', metadata: { title: url } } })
})
