/** Signs what it is given, one after the other; `sign-apart.ts` starts it. */
import { createPrivateKey, sign } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { ToSign } from './sign-apart.ts'

const key = createPrivateKey(workerData as string)
parentPort?.on('message', ({ id, data }: ToSign) => {
  parentPort?.postMessage({ id, signature: sign('sha256', data, key) })
})
