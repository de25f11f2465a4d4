/**
 * Works on what is due in the database, host by host: at most so many jobs at once, at most two
 * of them with one host. A job that has to wait for its host waits beside the others and takes no
 * place, so a slow host holds up nobody but itself.
 */
export interface HostJob {
  id: number
  host: string
}

export interface HostWork<J extends HostJob, R> {
  /** Takes due jobs, at most `perHost` of one host and none of `busyHosts`. */
  claim(request: { limit: number; perHost: number; busyHosts: string[] }): Promise<J[]>
  /** Must not throw for what the other side does. */
  run(job: J): Promise<R>
  /** The host asks for patience: what waits for it is given back, and the next claim finds none. */
  isPutOff?(result: R): boolean
  /** Stores what came out, several at once. */
  settle(done: { job: J; result: R }[]): Promise<void>
  /** Of jobs that were taken and will not be done now. */
  giveBack(ids: number[]): Promise<void>
  onError: (error: unknown) => void
}

export interface HostFairOptions {
  /** Jobs under way at once. */
  concurrency: number
  perHost?: number
  /** How often it looks when nothing wakes it. */
  pollMs: number
  /** How long results wait for others, to be stored together. */
  gatherMs?: number
}

export interface HostFairWorker {
  start(): void
  /** Something is due now. */
  wake(): void
  /** Does all that is due now, then resolves. */
  drain(): Promise<void>
  /** Takes nothing more, waits a little for what is under way, gives back the rest. */
  stop(graceMs?: number): Promise<void>
}

/** A few wait beside those that run, so that not each end of a job asks the database. */
const WAITING_PER_HOST = 4
const SETTLE_AT_ONCE = 16

export function createHostFairWorker<J extends HostJob, R>(
  work: HostWork<J, R>,
  { concurrency, perHost = 2, pollMs, gatherMs = 50 }: HostFairOptions,
): HostFairWorker {
  const waiting: J[] = []
  const running = new Map<number, J>()
  let done: { job: J; result: R }[] = []
  let isStarted = false
  let isStopped = false
  let isClaiming = false
  let isSettling = false
  /** The last look found nothing more, apart from hosts that were busy then. */
  let isExhausted = true
  let skippedHosts = new Set<string>()
  /** Hosts that put us off, until the database says so too. */
  const resting = new Set<string>()
  let wakes = 0
  let poll: NodeJS.Timeout | undefined
  let gather: NodeJS.Timeout | undefined
  const whenIdle: (() => void)[] = []

  const countOf = (jobs: Iterable<J>, host: string) => {
    let count = 0
    for (const job of jobs) if (job.host === host) count++
    return count
  }

  function pump(): void {
    startWaiting()
    if (wantsMore()) void claim()
    if (done.length > 0 && !isSettling) scheduleSettle()
    if (isIdle()) for (const resolve of whenIdle.splice(0)) resolve()
  }

  function startWaiting(): void {
    for (let at = 0; at < waiting.length && running.size < concurrency; ) {
      const job = waiting[at]
      if (job === undefined || !mayStart(job)) {
        at++
        continue
      }
      waiting.splice(at, 1)
      running.set(job.id, job)
      void execute(job)
    }
  }

  const mayStart = ({ host }: J) => !resting.has(host) && countOf(running.values(), host) < perHost

  async function execute(job: J): Promise<void> {
    try {
      const result = await work.run(job)
      if (running.get(job.id) === job) done.push({ job, result })
      if (work.isPutOff?.(result)) await rest(job.host)
    } catch (error) {
      work.onError(error)
    }
    if (running.get(job.id) === job) running.delete(job.id)
    if (skippedHosts.has(job.host) && heldOf(job.host) <= perHost) isExhausted = false
    pump()
  }

  async function rest(host: string): Promise<void> {
    resting.add(host)
    await giveBack(waiting.filter((job) => job.host === host))
  }

  const heldOf = (host: string) => countOf(running.values(), host) + countOf(waiting, host)

  function wantsMore(): boolean {
    if (isStopped || isClaiming || isExhausted) return false
    const startable = waiting.filter(mayStart)
    return running.size + startable.length < concurrency
  }

  async function claim(): Promise<void> {
    isClaiming = true
    const wakesBefore = wakes
    const hosts = new Set([...running.values(), ...waiting].map(({ host }) => host))
    const busyHosts = [...hosts, ...resting].filter(
      (host) => resting.has(host) || heldOf(host) > perHost,
    )
    try {
      const limit = concurrency * 2
      const jobs = await work.claim({ limit, perHost: WAITING_PER_HOST, busyHosts })
      waiting.push(...jobs)
      skippedHosts = new Set(busyHosts)
      const isStillBusy = busyHosts.every((host) => resting.has(host) || heldOf(host) > perHost)
      isExhausted = jobs.length === 0 && wakes === wakesBefore && isStillBusy
      await giveBack(waiting.filter(({ host }) => isStopped || resting.has(host)))
    } catch (error) {
      // The next poll tries again; asking a database that is away at once would be a busy loop.
      isExhausted = true
      work.onError(error)
    }
    isClaiming = false
    schedulePoll()
    pump()
  }

  function schedulePoll(): void {
    if (!isStarted || isStopped || poll) return
    poll = setTimeout(() => {
      poll = undefined
      wake()
      schedulePoll()
    }, pollMs)
    poll.unref()
  }

  function wake(): void {
    wakes++
    isExhausted = false
    pump()
  }

  function scheduleSettle(): void {
    const isAlone = running.size === 0 && waiting.length === 0 && !isClaiming
    if (isAlone || done.length >= SETTLE_AT_ONCE) void settle()
    else gather ??= setTimeout(() => void settle(), gatherMs)
  }

  async function settle(): Promise<void> {
    clearTimeout(gather)
    gather = undefined
    if (isSettling || done.length === 0) return
    isSettling = true
    const batch = done
    done = []
    try {
      await work.settle(batch)
    } catch (error) {
      work.onError(error) // their leases end, and they are done again
    }
    isSettling = false
    for (const { job, result } of batch)
      if (work.isPutOff?.(result) && resting.delete(job.host)) isExhausted = false
    pump()
  }

  function isIdle(): boolean {
    const isBusy = running.size > 0 || waiting.length > 0 || done.length > 0
    return !isBusy && !isClaiming && !isSettling && (isExhausted || isStopped)
  }

  async function giveBack(jobs: readonly J[]): Promise<void> {
    const ids = jobs.map(({ id }) => id)
    for (const job of [...jobs]) waiting.splice(waiting.indexOf(job), 1)
    if (ids.length > 0) await work.giveBack(ids)
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => {
      whenIdle.push(resolve)
      pump()
    })
  }

  return {
    start() {
      isStarted = true
      wake()
      schedulePoll()
    },
    wake() {
      if (isStarted) wake()
    },
    drain() {
      wakes++
      isExhausted = false
      return idle()
    },
    async stop(graceMs = 5_000) {
      isStopped = true
      clearTimeout(poll)
      await giveBack(waiting)
      const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref())
      await Promise.race([idle(), grace])
      const left = [...running.keys()]
      running.clear() // results that come now are nobody's
      if (left.length > 0) await work.giveBack(left)
      await idle()
    },
  }
}
