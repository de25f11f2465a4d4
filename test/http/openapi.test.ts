import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'

interface Document {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, Record<string, { operationId: string; security: { token?: string[] }[] }>>
}

describe('the description of the API', () => {
  const app = useTestApp('pglite')
  const read = async (path = '/api/v1/openapi.json') => {
    const answer = await app.request(path)
    expect(answer.status).toBe(200)
    return (await answer.json()) as Document
  }

  it('is valid OpenAPI 3.1, open to everybody, the same at both addresses', async () => {
    const document = await read()
    expect(await new Validator().validate({ ...document })).toEqual({ valid: true })
    expect([document.openapi, document.servers]).toEqual(['3.1.0', [{ url: `${BASE_URL}/api/v1` }]])
    expect(await read('/openapi.json')).toEqual(document)
  })

  it('names each call that there is, and no other', async () => {
    const web = createApp({
      services: app.services,
      baseUrl: BASE_URL,
      checkReady: async () => undefined,
      log: () => undefined,
      clientAddress: () => '',
    })
    const routes = web.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method} ${path.slice(7).replace(/:(\w+)/g, '{$1}')}`)
    const { paths } = await read()
    const described = Object.entries(paths).flatMap(([path, calls]) =>
      Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.toSorted()).toEqual([...new Set(routes)].toSorted())
  })

  it('gives each call a name of its own', async () => {
    const { paths } = await read()
    const names = Object.values(paths).flatMap((calls) =>
      Object.values(calls).map(({ operationId }) => operationId),
    )
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
  })

  it('asks for the scope that it says, and a smaller one is refused', async () => {
    const { paths } = await read()
    const below = { save: null, edit: 'save', admin: 'edit' } as const
    const wrong: string[] = []
    for (const [path, calls] of Object.entries(paths))
      for (const [method, { security }] of Object.entries(calls)) {
        const scope = security[0]?.token?.[0] as keyof typeof below | undefined
        if (scope === undefined) continue
        const address = path.replace(/\{\w+\}/g, '2000000000')
        const lesser = below[scope]
        const call = `${method.toUpperCase()} ${path}`
        const options = lesser === null ? { token: null } : { scope: lesser }
        const { status } = await app.json(method.toUpperCase(), address, undefined, options)
        if (status !== (lesser === null ? 401 : 403)) wrong.push(`${call} ${lesser}: ${status}`)
        const allowed = await app.json(method.toUpperCase(), address, undefined, { scope })
        if ([401, 403].includes(allowed.status)) wrong.push(`${call} ${scope}: ${allowed.status}`)
      }
    expect(wrong).toEqual([])
  })
})
