/** The other side of read-pdf-apart.ts: reads one file, answers, and is done. */
import { parentPort, workerData } from 'node:worker_threads'
import { readPdf } from '../enrich/sources/pdf.ts'

parentPort?.postMessage(await readPdf(workerData as Uint8Array))
