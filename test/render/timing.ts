/**
 * Milliseconds for which `run` holds the event loop: CPU time of this thread, so that other work on
 * the machine does not count. The shorter of two runs, the first of which may still compile.
 */
export async function blockedMs(run: () => unknown): Promise<number> {
  const times: number[] = []
  for (let attempt = 0; attempt < 2; attempt++) {
    const start = process.threadCpuUsage()
    await run()
    const { user, system } = process.threadCpuUsage(start)
    times.push((user + system) / 1000)
  }
  return Math.min(...times)
}
