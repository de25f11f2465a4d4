import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DoctorProbes } from '../../src/doctor/doctor-probes.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { createInstanceProof } from '../../src/doctor/instance-proof.ts'
import { AppError } from '../../src/errors.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { fakeDns, type Zone } from '../support/fake-dns.ts'

const DAY_MS = 86_400_000

describe.each(DATABASE_KINDS)('the doctor on %s', (kind) => {
  const zone: Required<Zone> = { txt: {}, mx: {}, hosts: [], silent: [] }
  const probes: Required<DoctorProbes> = {} as never
  const app = useTestApp(kind, {
    dns: fakeDns(zone),
    probes,
    config: {
      smtpUrl: 'smtp://smtp.own.example',
      feedback: {
        bounceAddress: 'bounces@letters.example',
        bounceImapUrl: 'imaps://u:p@imap.own.example/INBOX',
      },
    },
  })
  let respond: (answer: Response, path: string) => Response

  beforeEach(() => {
    app.now = new Date()
    respond = (answer) => answer
    zone.txt = {
      'letters.example': ['v=spf1 mx ~all'],
      '_dmarc.letters.example': ['v=DMARC1; p=none'],
    }
    zone.mx = { 'letters.example': ['mx.letters.example'] }
    zone.silent = []
    probes.smtpTls = async () => ({
      host: 'smtp.own.example',
      isEncrypted: true,
      validTo: new Date(app.now.getTime() + 60.5 * DAY_MS),
      hasLogin: true,
    })
    probes.dataDir = async () => ({ path: '/data', isWritable: true, freeBytes: 5e9 })
    probes.bounceMailbox = async () => undefined
    // The web as it is outside: BASE_URL leads to this app.
    app.guardedFetch = async ({ url }) => {
      const path = url.slice(BASE_URL.length)
      const answer = respond(await app.request(path), path)
      const headers = new Headers(answer.headers)
      if (!headers.has('date')) headers.set('date', app.now.toUTCString())
      const body = new Uint8Array(await answer.arrayBuffer())
      return { url, status: answer.status, headers, body, truncated: false, redirects: [] }
    }
  })

  async function run() {
    const { status, body } = await app.json<{ ok: boolean; findings: Finding[] }>('GET', '/doctor')
    expect(status).toBe(200)
    const byCheck = Object.fromEntries(body.findings.map((finding) => [finding.check, finding]))
    return { ...body, byCheck }
  }
  const statusesOf = (findings: Finding[]) => findings.map(({ check, status }) => [check, status])

  it('is content with a good installation, which signs by its provider', async () => {
    const { ok, findings } = await run()
    expect(statusesOf(findings)).toEqual([
      ['smtp', 'ok'],
      ['smtp-tls', 'ok'],
      ['spf', 'ok'],
      ['dkim', 'warn'],
      ['dmarc', 'ok'],
      ['alignment', 'warn'],
      ['bounces', 'ok'],
      ['return-path', 'ok'],
      ['bounce-mailbox', 'ok'],
      ['base-url', 'ok'],
      ['list-unsubscribe', 'ok'],
      ['clock', 'ok'],
      ['database', 'ok'],
      ['migrations', 'ok'],
      ['queue', 'ok'],
      ['sending', 'ok'],
      ['data-dir', 'ok'],
    ])
    expect(ok).toBe(true)
  })

  it('tells the owner alone', async () => {
    expect((await app.json('GET', '/doctor', undefined, { scope: 'edit' })).status).toBe(403)
    expect((await app.json('GET', '/doctor', undefined, { token: null })).status).toBe(401)
  })

  it('unsubscribes nobody by looking', async () => {
    const id = await app.subscribe('ada@reader.example')
    await run()
    const { body } = await app.json('GET', `/subscribers/${id}`)
    expect(body.status).toBe('active')
  })

  it.each<[string, string, 'warn' | 'fail', () => void]>([
    [
      'a certificate that ends soon',
      'smtp-tls',
      'warn',
      () => {
        const validTo = new Date(app.now.getTime() + 3 * DAY_MS)
        probes.smtpTls = async () => ({ host: 'h', isEncrypted: true, validTo, hasLogin: true })
      },
    ],
    [
      'a password in the clear',
      'smtp-tls',
      'fail',
      () => {
        probes.smtpTls = async () => ({
          host: 'smtp.own.example',
          isEncrypted: false,
          validTo: null,
          hasLogin: true,
        })
      },
    ],
    [
      'a connection that is refused',
      'smtp-tls',
      'fail',
      () => {
        probes.smtpTls = async () => {
          throw new Error('self-signed certificate')
        }
      },
    ],
    [
      'a return path that takes no mail',
      'return-path',
      'fail',
      () => {
        zone.mx = {}
      },
    ],
    [
      'a return path with a null MX',
      'return-path',
      'fail',
      () => {
        zone.mx = { 'letters.example': [''] }
      },
    ],
    [
      'a mailbox that does not open',
      'bounce-mailbox',
      'fail',
      () => {
        probes.bounceMailbox = async () => {
          throw new AppError('MAIL_FAILED', 'Mailbox of bounces: Authentication failed.')
        }
      },
    ],
    [
      'another installation at BASE_URL',
      'base-url',
      'fail',
      () => {
        respond = (answer, path) => {
          const nonce = new URL(path, BASE_URL).searchParams.get('nonce') ?? ''
          const proof = createInstanceProof('another secret of another').prove(nonce) ?? ''
          if (path.startsWith('/healthz'))
            return new Response('{"status":"ok"}', { headers: { 'linkletter-proof': proof } })
          return answer
        }
      },
    ],
    [
      'some other site at BASE_URL',
      'base-url',
      'fail',
      () => {
        respond = () => new Response('It works!')
      },
    ],
    [
      'a login before the unsubscribe page',
      'list-unsubscribe',
      'fail',
      () => {
        respond = (answer, path) =>
          path.startsWith('/unsubscribe') ? new Response('', { status: 401 }) : answer
      },
    ],
    [
      'a clock that is wrong',
      'clock',
      'fail',
      () => {
        app.now = new Date(Date.now() + 3_600_000)
      },
    ],
    [
      'a full disk',
      'data-dir',
      'fail',
      () => {
        probes.dataDir = async () => ({ path: '/data', isWritable: true, freeBytes: 1e6 })
      },
    ],
    [
      'a folder of somebody else',
      'data-dir',
      'fail',
      () => {
        probes.dataDir = async () => ({ path: '/data', isWritable: false, freeBytes: null })
      },
    ],
    [
      'a check that breaks',
      'data-dir',
      'fail',
      () => {
        probes.dataDir = async () => {
          throw new Error('EIO')
        }
      },
    ],
  ])('sees %s', async (_what, check, status, arrange) => {
    arrange()
    const { ok, byCheck } = await run()
    expect(byCheck[check]).toMatchObject({ status, fix: expect.stringMatching(/\w/) })
    expect(ok).toBe(status !== 'fail')
  })

  it('tells a site that is down from one that may not be tried from here', async () => {
    app.guardedFetch = async () => {
      throw new AppError('FETCH_FAILED', 'letters.example does not answer.')
    }
    expect((await run()).byCheck['base-url']).toMatchObject({ status: 'fail' })
    app.guardedFetch = async () => {
      throw new AppError('FETCH_REFUSED', 'letters.example leads to a private address.')
    }
    expect((await run()).byCheck['base-url']).toMatchObject({ status: 'warn' })
  })

  it('sees work that lies about', async () => {
    await app.save('https://a.example/1')
    await sql`update link set enrich_after = now() - interval '2 hours'`.execute(app.db)
    const month = app.now.toISOString().slice(0, 7)
    const issue = await app.assemble(month)
    await app.json('POST', `/issues/${issue.id}/schedule`, { at: '2133-01-01T00:00:00Z' })
    await app.json('POST', `/issues/${issue.id}/pause`, {})
    const { byCheck } = await run()
    expect(byCheck.queue).toMatchObject({
      status: 'warn',
      text: expect.stringContaining('1 link '),
    })
    expect(byCheck.sending).toMatchObject({
      status: 'warn',
      text: expect.stringContaining(month),
    })
  })

  it('answers a nonce at /healthz, and nothing else', async () => {
    const proof = async (nonce: string) =>
      (await app.request(`/healthz?nonce=${nonce}`)).headers.get('linkletter-proof')
    expect(await proof('0123456789abcdef')).toMatch(/^[0-9a-f]{64}$/)
    for (const odd of ['', 'short', `${'x'.repeat(65)}`, '0123456789abcdef%0a'])
      expect([odd, await proof(odd)]).toEqual([odd, null])
  })
})
