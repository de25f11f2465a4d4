/**
 * Who may enter which room, in one table; the first line that fits counts, and what stands in no
 * line is the owners' alone. `*` at the end is the path and all below it, `:x` any one part.
 */
import type { Account, Role } from '../domain/account.ts'
import { ROLES } from '../domain/account.ts'
import type { TokenScope } from '../store/schema.ts'

interface Rule {
  /** Both when absent. HEAD counts as GET. */
  method?: 'GET' | 'POST'
  path: string
  least: Role
  /**
   * Asks once more who it is when the login is older than `FRESH_S`: a browser left open must not
   * give away what cannot be taken back.
   */
  isSensitive?: boolean | ((account: Account) => boolean)
}

export const ROOM_RULES: readonly Rule[] = [
  { path: '/save/*', least: 'collector' },
  { path: '/admin/links/:id/delete', least: 'editor' },
  { path: '/admin/links/*', least: 'collector' },

  { method: 'GET', path: '/admin', least: 'editor' },
  // Editors see all of an issue and do what is named here; anything else may lead to a send.
  { path: '/admin/issues/:id/sending/cancel', least: 'owner' },
  { path: '/admin/issues/:id/approve', least: 'owner' },
  { path: '/admin/issues/:id/postpone', least: 'owner' },
  { method: 'GET', path: '/admin/issues/*', least: 'editor' },
  { method: 'POST', path: '/admin/issues', least: 'editor' },
  { method: 'POST', path: '/admin/issues/:id/text', least: 'editor' },
  { method: 'POST', path: '/admin/issues/:id/order', least: 'editor' },
  { method: 'POST', path: '/admin/issues/:id/entries/:entry', least: 'editor' },
  { method: 'POST', path: '/admin/issues/:id/history/:revision/restore', least: 'editor' },
  { method: 'POST', path: '/admin/issues/:id/check/know', least: 'editor' },
  { method: 'POST', path: '/admin/issues/:id/check/test', least: 'editor' },
  { path: '/admin/issues/*', least: 'owner' },
  { path: '/admin/sources/*', least: 'editor' },
  { path: '/admin/responses/*', least: 'editor' },
  // Publishes.
  { path: '/admin/import-posts/*', least: 'owner' },

  // One's own login. The present password, where there is one, is asked for in the form itself.
  {
    method: 'POST',
    path: '/admin/settings/access',
    least: 'collector',
    isSensitive: ({ hasPassword }) => !hasPassword,
  },
  { path: '/admin/settings/access/code/*', least: 'collector', isSensitive: true },
  { path: '/admin/settings/access/passkeys/*', least: 'collector', isSensitive: true },
  { path: '/admin/settings/access/*', least: 'collector' },

  // The bookmarklet is for whoever may save.
  { method: 'GET', path: '/admin/settings/saving', least: 'collector' },

  { method: 'POST', path: '/admin/people/*', least: 'owner', isSensitive: true },
  { path: '/admin/people/*', least: 'owner' },
  // To end a token is never held up.
  { path: '/admin/tokens/:id/revoke', least: 'owner' },
  { method: 'POST', path: '/admin/tokens', least: 'owner', isSensitive: true },
  { path: '/admin/tokens', least: 'owner' },
  { path: '/admin/subscribers/export.csv', least: 'owner', isSensitive: true },
  { method: 'POST', path: '/admin/subscribers/:id/remove', least: 'owner', isSensitive: true },
  { path: '/admin/subscribers/*', least: 'owner' },
  { method: 'POST', path: '/admin/settings/webhooks', least: 'owner', isSensitive: true },
  { path: '/admin/settings/webhooks/:id/rotate', least: 'owner', isSensitive: true },
  { path: '/admin/settings/*', least: 'owner' },
  { path: '/admin/hold/*', least: 'owner' },
  { path: '/admin/jobs/*', least: 'owner' },
  { path: '/admin/start/*', least: 'owner' },
  { path: '/admin/import/*', least: 'owner' },
]

/** The most that a token may do, for the role its maker has now: no more than the rooms above. */
export const MOST_SCOPE = {
  collector: 'save',
  editor: 'edit',
  owner: 'admin',
} as const satisfies Record<Role, TokenScope>

const matchers = ROOM_RULES.map((rule) => ({ rule, pattern: patternOf(rule.path) }))

export function findRule(method: string, path: string): Rule | undefined {
  const sought = method === 'HEAD' ? 'GET' : method
  const found = matchers.find(
    ({ rule, pattern }) =>
      (rule.method === undefined || rule.method === sought) && pattern.test(path),
  )
  return found?.rule
}

/** Whether a link to a room leads anywhere; without a role it is the owner who looks. */
export function mayEnter(role: Role = 'owner', path: string, method = 'GET'): boolean {
  const least = findRule(method, path.replace(/[?#].*$/, ''))?.least ?? 'owner'
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}

export function isSensitive(account: Account, method: string, path: string): boolean {
  const rule = findRule(method, path)?.isSensitive ?? false
  return typeof rule === 'function' ? rule(account) : rule
}

/** The first room of each role. */
export const homeOf = (role: Role = 'owner') => (role === 'collector' ? '/admin/links' : '/admin')

function patternOf(path: string): RegExp {
  const parts = path.split('/').slice(1)
  const hasMore = parts.at(-1) === '*'
  const source = (hasMore ? parts.slice(0, -1) : parts)
    .map((part) => `/${part.startsWith(':') ? '[^/]+' : part.replaceAll('.', '\\.')}`)
    .join('')
  return new RegExp(`^${source}${hasMore ? '(?:/.*)?' : '/?'}$`)
}
