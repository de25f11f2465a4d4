import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isInContext, readDockerfile } from '../scripts/dockerfile.ts'
import { SETTINGS } from '../src/settings-table.ts'

const read = (file: string) => readFileSync(file, 'utf8')
const names = new Set<string>(SETTINGS.map(({ name }) => name))

describe('the image', () => {
  const steps = readDockerfile(read('Dockerfile'))
  const rests = (word: string) => steps.filter((step) => step.word === word).map(({ rest }) => rest)

  it('copies files that are there and that .dockerignore lets through', () => {
    const copied = rests('COPY').filter((rest) => !rest.startsWith('--from='))
    const sources = copied.flatMap((rest) => rest.split(/\s+/).slice(0, -1))
    expect(sources).toEqual([
      'package.json',
      'package-lock.json',
      'scripts',
      'migrations',
      'src',
      'package.json',
      'bin',
      'emails',
      'src/node/prepared-cluster',
    ])
    expect(sources.filter((path) => !existsSync(path) || !isInContext(path))).toEqual([])
    expect(isInContext('data')).toBe(false)
    expect(isInContext('.env')).toBe(false)
  })

  it('runs as somebody without rights, keeps data in a volume and looks after itself', () => {
    expect(rests('USER')).toEqual(['node'])
    expect(rests('VOLUME')).toEqual(['/data'])
    expect(rests('HEALTHCHECK').join()).toContain('/healthz')
    const [entry = '[]'] = rests('ENTRYPOINT')
    const file = (JSON.parse(entry) as string[]).at(-1) ?? ''
    expect(existsSync(file)).toBe(true)
    expect(rests('RUN').join()).toContain('npm ci --omit=dev')
  })

  it('is of the Node that the tests run on', () => {
    const [major] = process.versions.node.split('.')
    const bases = rests('FROM').filter((rest) => rest.startsWith('node:'))
    expect(bases.map((rest) => rest.split(/[:-]/)[1])).toEqual([major, major])
  })
})

describe('the examples to run it with', () => {
  it.each(['compose.yaml', 'deploy/linkletter.service'])('%s sets settings that exist', (file) => {
    const used = read(file).match(/\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:SECRET|PORT|HOST|ROLES)\b/g) ?? []
    const known = (name: string) =>
      names.has(name) || /^POSTGRES_|^NODE_ENV$|^AF_|^CMD|^ALL$/.test(name)
    expect(used.filter((name) => !known(name))).toEqual([])
    expect(used.some((name) => names.has(name))).toBe(true)
  })

  it('pass on who asks, as TRUST_PROXY=1 expects, and keep the numbers inside', () => {
    expect(read('deploy/nginx.conf')).toContain('X-Forwarded-For $proxy_add_x_forwarded_for')
    for (const file of ['deploy/nginx.conf', 'deploy/Caddyfile']) {
      expect(read(file)).toContain('TRUST_PROXY=1')
      expect(read(file)).toMatch(/\/metrics.*404/)
    }
  })
})
