import { AsyncLocalStorage } from 'node:async_hooks'
import type { Role } from '../domain/account.ts'

/**
 * The role of whoever looks at a room, for the navigation of all its pages. It decides what is
 * shown, never what is allowed: that is `room-access.ts`, asked with the account itself.
 */
const viewers = new AsyncLocalStorage<Role>()

export const withViewer = <T>(role: Role, work: () => T): T => viewers.run(role, work)
export const viewerNow = (): Role | undefined => viewers.getStore()
