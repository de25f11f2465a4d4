import { createHmac, timingSafeEqual } from 'node:crypto'

/** Name of the header in which /healthz answers a nonce. */
export const PROOF_HEADER = 'linkletter-proof'

export type InstanceProof = ReturnType<typeof createInstanceProof>

/** Shows that whoever answers at BASE_URL has the same secret: this installation, no other. */
export function createInstanceProof(secret: string) {
  function prove(nonce: string): string | undefined {
    if (!/^[\w-]{16,64}$/.test(nonce)) return undefined
    return createHmac('sha256', secret).update(`linkletter:instance\0${nonce}`).digest('hex')
  }
  return {
    /** Undefined for what is no nonce. */
    prove,
    verify(nonce: string, proof: string): boolean {
      const wanted = Buffer.from(prove(nonce) ?? '')
      const given = Buffer.from(proof)
      return wanted.length > 0 && wanted.length === given.length && timingSafeEqual(wanted, given)
    },
  }
}
