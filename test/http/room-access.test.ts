import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/domain/account.ts'
import { mayEnter } from '../../src/http/room-access.ts'

describe('the table of rooms', () => {
  it.each<[role: Role, method: string, path: string, may: boolean]>([
    ['collector', 'POST', '/save', true],
    ['collector', 'POST', '/admin/links/7/note', true],
    ['collector', 'POST', '/admin/links/7/delete', false],
    ['collector', 'GET', '/admin/issues', false],
    ['collector', 'POST', '/admin/settings/access', true],
    ['collector', 'POST', '/admin/settings', false],
    ['collector', 'GET', '/admin/settings/saving', true],
    ['collector', 'POST', '/admin/settings/saving/mail', false],
    ['editor', 'POST', '/admin/issues/7/order', true],
    ['editor', 'POST', '/admin/issues/7/check/test', true],
    ['editor', 'POST', '/admin/issues/7/something-new', false],
    ['editor', 'POST', '/admin/issues/7/check', false],
    ['editor', 'POST', '/admin/issues/7/check/send', false],
    ['editor', 'POST', '/admin/issues/7/sending/resume', false],
    ['editor', 'GET', '/admin/issues/7/sending', true],
    ['editor', 'POST', '/admin/sources', true],
    ['editor', 'GET', '/admin/subscribers', false],
    ['editor', 'GET', '/admin/subscribers/export.csv', false],
    ['editor', 'POST', '/admin/tokens', false],
    ['editor', 'POST', '/admin/people', false],
    ['editor', 'GET', '/admin/import/export', false],
  ])('says of a %s and %s %s: %s', (role, method, path, may) => {
    expect(mayEnter(role, path, method)).toBe(may)
    expect(mayEnter(role, `${path}/`, method)).toBe(may)
  })

  it('leaves what it does not know to owners', () => {
    for (const role of ['collector', 'editor'] as const)
      expect(mayEnter(role, '/admin/something/new', 'POST')).toBe(false)
    expect(mayEnter('owner', '/admin/something/new', 'POST')).toBe(true)
  })
})
