import type { ReadThumbnail, ThumbnailReading } from '../domain/thumbnail.ts'
import {
  claimImages,
  findImageAttempts,
  type ImageJob,
  releaseImages,
  storeImage,
} from '../store/link-images.ts'
import type { Database } from '../store/schema.ts'
import { createHostFairWorker, type HostFairWorker } from './host-fair-worker.ts'

/** Few: pictures must not keep pages waiting. */
const CONCURRENCY = 3
const POLL_MS = 5_000
const DELAYS_S = [600, 3_600, 21_600]

/** Makes the thumbnails that readings of pages ask for. A picture that cannot be had is no fault of the link. */
export function createImageQueue(deps: {
  db: Database
  now: () => Date
  readThumbnail: ReadThumbnail
  onError: (error: unknown) => void
}): HostFairWorker {
  const { db, now, readThumbnail, onError } = deps

  async function store(job: ImageJob, reading: ThumbnailReading): Promise<void> {
    const at = now()
    const result = { linkId: job.id, sourceUrl: job.url }
    if ('thumbnail' in reading)
      return storeImage(db, { ...result, outcome: { thumbnail: reading.thumbnail } }, at)
    const delayS = reading.isTransient ? DELAYS_S[await findImageAttempts(db, job.id)] : undefined
    const waitS = Math.max(delayS ?? 0, reading.retryAfterS ?? 0)
    const retryAt = delayS === undefined ? null : new Date(at.getTime() + waitS * 1000)
    await storeImage(db, { ...result, outcome: { problem: reading.problem, retryAt } }, at)
  }

  async function readSafely({ url }: ImageJob): Promise<ThumbnailReading> {
    try {
      return await readThumbnail(url)
    } catch (error) {
      onError(error)
      return { problem: 'The picture could not be read.', isTransient: false }
    }
  }

  return createHostFairWorker<ImageJob, ThumbnailReading>(
    {
      claim: (request) => claimImages(db, { now: now(), ...request }),
      run: readSafely,
      async settle(done) {
        for (const { job, result } of done) await store(job, result)
      },
      giveBack: (ids) => releaseImages(db, ids),
      onError,
    },
    { concurrency: CONCURRENCY, pollMs: POLL_MS },
  )
}
