import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A helper in a process of its own, so that its work is not on our account. */
export interface Child {
  ask<T>(question: object): Promise<T>
  stop(): Promise<void>
}

const YOUNG_SPACE = '--max-semi-space-size=8'
/** As `npm start` and the image have it: see docs/performance.md. */
export const OUR_MEMORY = [YOUNG_SPACE, '--initial-old-space-size=40']

/** Starts `file` beside this one; it answers each message with one message. */
export function startChild(
  file: string,
  args: string[] = [],
  execArgv: string[] = [YOUNG_SPACE],
): Child {
  const child: ChildProcess = fork(new URL(file, import.meta.url), args, { execArgv })
  const ended = once(child, 'exit')
  return {
    async ask<T>(question: object) {
      const answer = Promise.race([
        once(child, 'message'),
        ended.then(() => {
          throw new Error(`${file} ended early.`)
        }),
      ])
      child.send(question)
      const [value] = await answer
      return value as T
    },
    async stop() {
      child.disconnect()
      await ended
    },
  }
}

/** The other side: answers questions until the parent is gone. */
export function answerParent<Q>(answer: (question: Q) => Promise<object>): void {
  process.on('message', async (question) => {
    process.send?.(await answer(question as Q))
  })
  process.on('disconnect', () => process.exit(0))
}
