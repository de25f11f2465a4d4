/**
 * Passwords, stored as scrypt in the PHC string format with their parameters beside them.
 *
 * N = 2^15, r = 8, p = 3 is one of the equally strong settings of OWASP's password storage cheat
 * sheet; it takes 32 MB a login, which small servers and Workers (128 MB) have. A hash made with
 * other parameters stays good and is renewed at the next login.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const DEFAULT_COST = { ln: 15, r: 8, p: 3 }
const SALT_BYTES = 16
const KEY_BYTES = 32
export const MIN_PASSWORD_LENGTH = 10
export const MAX_PASSWORD_LENGTH = 1000

export interface ScryptCost {
  /** N is 2 to the power of this. */
  ln: number
  r: number
  p: number
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** With null it takes as long and says false, so that nobody learns which accounts exist. */
  verify(password: string, stored: string | null): Promise<boolean>
  needsRenewal(stored: string): boolean
}

export function createPasswords({ cost = DEFAULT_COST }: { cost?: ScryptCost } = {}): Passwords {
  // One after the other: a hundred logins at once must not take a hundred times the memory.
  let turn: Promise<unknown> = Promise.resolve()
  function derive(password: string, salt: Buffer, by: ScryptCost): Promise<Buffer> {
    const mine = turn.then(() => deriveKey(password, salt, by))
    turn = mine.catch(() => undefined)
    return mine
  }

  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      const key = await derive(password, salt, cost)
      return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${encode(salt)}$${encode(key)}`
    },
    async verify(password, stored) {
      const known = stored === null ? undefined : parse(stored)
      const salt = known?.salt ?? Buffer.alloc(SALT_BYTES)
      const key = await derive(password, salt, known?.cost ?? cost)
      return known !== undefined && timingSafeEqual(key, known.key)
    },
    needsRenewal(stored) {
      const { cost: known } = parse(stored)
      return known.ln !== cost.ln || known.r !== cost.r || known.p !== cost.p
    },
  }
}

function deriveKey(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r }
  return new Promise((resolve, reject) => {
    // The same password may be typed as different code points on two keyboards.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; key: Buffer } {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]{43})$/.exec(stored)
  if (!match) throw new TypeError('The stored password is not in a form that is known here.')
  const [ln, r, p] = match.slice(1, 4).map(Number) as [number, number, number]
  return {
    cost: { ln, r, p },
    salt: Buffer.from(match[4] ?? '', 'base64'),
    key: Buffer.from(match[5] ?? '', 'base64'),
  }
}

const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

export type PasswordFault = { is: 'short'; length: number } | { is: 'long' } | { is: 'guessable' }

/** What is wrong with a new password, if anything. */
export function faultOfPassword(password: string, email: string): PasswordFault | undefined {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH) return { is: 'short', length }
  if (length > MAX_PASSWORD_LENGTH) return { is: 'long' }
  const plain = password.toLowerCase()
  if (new Set(plain).size < 4 || plain === email.toLowerCase()) return { is: 'guessable' }
  return undefined
}
