import type { Account, Role } from '../domain/account.ts'
import { ROLES } from '../domain/account.ts'
import { AppError } from '../errors.ts'
import { findAccount, updateAccount } from '../store/accounts.ts'
import { changePerson, findOwners, findPeople, insertPerson } from '../store/people.ts'
import type { Database } from '../store/schema.ts'

export interface PeopleDeps {
  db: Database
  now: () => Date
  /** Throws AppError INVALID_INPUT when the text is no mail address. */
  readEmail: (text: string) => string
  /** A link that lets this account in once. */
  inviteLink: (accountId: number) => Promise<string>
  /** Throws AppError MAIL_FAILED when no server took it. */
  sendInvitation: (to: string, inviteUrl: string) => Promise<void>
}

export type PeopleService = ReturnType<typeof createPeopleService>

/** Who else may come in, and what they may do. */
export function createPeopleService(deps: PeopleDeps) {
  const { db, now } = deps

  async function get(id: number): Promise<Account> {
    const person = await findAccount(db, id)
    if (!person) throw new AppError('NOT_FOUND', 'That person is not on the list any more.')
    return person
  }

  async function sendLink(person: Account): Promise<void> {
    if (person.email === null) return
    await deps.sendInvitation(person.email, await deps.inviteLink(person.id))
  }

  async function change(id: number, role: Role | null): Promise<void> {
    const result = await changePerson(db, id, role, now())
    if (result === 'unknown') await get(id)
    if (result === 'last')
      throw new AppError('CONFLICT', 'This is the last owner. Make somebody else an owner first.')
  }

  return {
    get,
    list: () => findPeople(db),
    owners: () => findOwners(db),

    /**
     * Throws AppError INVALID_INPUT with the field, CONFLICT for an address that somebody has, or
     * MAIL_FAILED; then the person is there all the same.
     */
    async invite(input: { email: string; name: string; role: string }): Promise<Account> {
      const email = deps.readEmail(input.email)
      const role = readRole(input.role)
      const person = await insertPerson(db, { email, name: input.name, role }, now())
      if (!person) throw new AppError('CONFLICT', 'Somebody here has that address already.')
      await sendLink(person)
      return person
    },

    /** For who has not come yet. Throws AppError CONFLICT or MAIL_FAILED. */
    async inviteAgain(id: number): Promise<Account> {
      const person = await get(id)
      if (person.lastLoginAt !== null)
        throw new AppError('CONFLICT', 'They have been here before and can log in by themselves.')
      await sendLink(person)
      return person
    },

    /** One's own name; it may be empty. */
    rename: (id: number, name: string) => updateAccount(db, id, { name }, now()),

    /** Counts from their next click on. Throws AppError CONFLICT for the last owner. */
    changeRole: (id: number, role: string) => change(id, readRole(role)),
    /** Ends their sessions and links at once. Throws AppError CONFLICT for the last owner. */
    remove: (id: number) => change(id, null),
  }
}

function readRole(text: string): Role {
  const role = ROLES.find((each) => each === text)
  if (!role) throw refusal('role', `Choose a role: ${ROLES.join(', ')}.`)
  return role
}

function refusal(field: string, message: string): AppError {
  return new AppError('INVALID_INPUT', message, { fields: [{ field, message }] })
}
