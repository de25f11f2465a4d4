import { expect, it } from 'vitest'
import { createPasswords } from '../../src/access/password.ts'

it('a password is stored as scrypt with its parameters, and checked by them', async () => {
  const passwords = createPasswords()
  const stored = await passwords.hash('a boat of four words')
  expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await passwords.verify('a boat of four words', stored)).toBe(true)
  expect(await passwords.verify('a boat of five words', stored)).toBe(false)
  expect(await passwords.verify('a boat of four words', null)).toBe(false)
  expect(passwords.needsRenewal(stored)).toBe(false)
})

it('a password of another cost stays good and is due to be stored anew', async () => {
  const cheap = await createPasswords({ cost: { ln: 4, r: 8, p: 1 } }).hash('a boat of four words')
  const passwords = createPasswords()
  expect(await passwords.verify('a boat of four words', cheap)).toBe(true)
  expect(passwords.needsRenewal(cheap)).toBe(true)
})
