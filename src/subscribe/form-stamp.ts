import { createHmac, timingSafeEqual } from 'node:crypto'

/** People need longer to read one sentence and write an address; programs do not. */
const TOO_FAST_MS = 2_000
const TOO_OLD_MS = 24 * 3_600_000

/** `forged` is also said of a stamp that was cut off or written by hand. */
export type StampFault = 'fast' | 'old' | 'forged'

export type FormStamps = ReturnType<typeof createFormStamps>

/** When a form was shown, signed: a program that fills it in at once, or keeps it, shows itself. */
export function createFormStamps(secret: string) {
  function mac(time: string): Buffer {
    const hmac = createHmac('sha256', secret).update(`linkletter:form\0${time}`)
    return hmac.digest().subarray(0, 16)
  }

  return {
    create(now: Date): string {
      const time = now.getTime().toString(36)
      return `${time}.${mac(time).toString('base64url')}`
    },
    /** Undefined when nothing is wrong with it. */
    faultOf(stamp: string, now: Date): StampFault | undefined {
      const [, time = '', signature = ''] =
        /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/.exec(stamp) ?? []
      const given = Buffer.from(signature, 'base64url')
      const expected = mac(time)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged'
      const ageMs = now.getTime() - Number.parseInt(time, 36)
      if (ageMs < TOO_FAST_MS) return 'fast'
      return ageMs > TOO_OLD_MS ? 'old' : undefined
    },
  }
}
