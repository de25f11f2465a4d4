import { Readable } from 'node:stream'

const SHORTEST_HOLD_MS = 2
const LONGEST_HOLD_MS = 20

/**
 * A message on its way to DATA that knows whether its end has left.
 *
 * The last bytes, and with them the final dot, are held back for one round trip (as the server's
 * answer to the envelope took, 2 to 20 ms) and until the socket has taken all before them. A
 * connection cut in the middle of the body is noticed in that time, and the message counts as not
 * handed over; without the hold the dot would already be in the kernel's buffer and every cut
 * would have to count as unknown.
 */
export class HeldMessage extends Readable {
  /** True from the moment the final dot may have left. */
  handedOver = false
  readonly #raw: Buffer
  readonly #unsentBytes: () => number
  readonly #createdMs = performance.now()
  #isBodyOut = false
  #timer: NodeJS.Timeout | undefined

  constructor(raw: Buffer, unsentBytes: () => number) {
    super({ highWaterMark: raw.length + 1 })
    this.#raw = raw
    this.#unsentBytes = unsentBytes
  }

  override _read() {
    if (this.#isBodyOut) return
    this.#isBodyOut = true
    const roundTripMs = performance.now() - this.#createdMs
    const holdMs = Math.min(Math.max(SHORTEST_HOLD_MS, roundTripMs), LONGEST_HOLD_MS)
    this.push(this.#raw.subarray(0, -2))
    this.#hold(holdMs)
  }

  #hold(holdMs: number) {
    this.#timer = setTimeout(() => {
      if (this.#unsentBytes() > 0) return this.#hold(holdMs)
      // Timers run before arrived packets are looked at: let a reset be seen first.
      setImmediate(() => setImmediate(() => this.#release()))
    }, holdMs)
  }

  #release() {
    if (this.destroyed) return
    this.handedOver = true
    this.push(this.#raw.subarray(-2))
    this.push(null)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    clearTimeout(this.#timer)
    done(error)
  }
}
