import { expect, it } from 'vitest'
import { localPath } from '../../src/http/local-path.ts'

it.each([
  undefined,
  '',
  'admin',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/a\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/\u0000',
  ' //evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/admin\r\nset-cookie: a=b',
])('leads %j to the rooms (BARS 58)', (next) => {
  expect(localPath(next)).toBe('/admin')
})

it.each([
  ['/', '/'],
  ['/admin/tokens?a=b#c', '/admin/tokens?a=b#c'],
  ['/save?url=https%3A%2F%2Fa.example%2F%2Fb', '/save?url=https%3A%2F%2Fa.example%2F%2Fb'],
  ['/a/../admin', '/admin'],
  ['/tags/größe', '/tags/gr%C3%B6%C3%9Fe'],
  ['/%5Cevil.example', '/%5Cevil.example'],
])('lets %j be', (next, expected) => {
  expect(localPath(next)).toBe(expected)
})
