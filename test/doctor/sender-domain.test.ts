import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { recordOf } from '../../src/doctor/check-dkim.ts'
import { createCheckSenderDomain, type Sender } from '../../src/doctor/sender-domain.ts'
import { fakeDns, type Zone } from '../support/fake-dns.ts'

const pemOf = (bits: number) =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
const PEM = pemOf(2048)
const KEY = createPublicKey(PEM)
const RECORD = recordOf(KEY)
const KEY_NAME = 'mail._domainkey.links.example'

const SENDER: Sender = {
  from: 'hours@links.example',
  envelopeFrom: 'bounces@links.example',
  dkim: { domainName: 'links.example', keySelector: 'mail', privateKey: PEM },
  smtpUrl: 'smtp://smtp.own.example',
}
const ZONE = {
  'links.example': ['google-site-verification=x', 'v=spf1 mx include:_spf.host.example ~all'],
  '_spf.host.example': ['v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all'],
  [KEY_NAME]: [RECORD],
  '_dmarc.links.example': ['v=DMARC1; p=none; rua=mailto:dmarc@links.example'],
}

async function look(txt: Record<string, string[]>, sender: Partial<Sender> = {}, more: Zone = {}) {
  const dns = fakeDns({ txt: { ...ZONE, ...txt }, ...more })
  const findings = await createCheckSenderDomain({ dns, sender: { ...SENDER, ...sender } })()
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]))
}

describe('the checks of the sender’s domain (BARS 15)', () => {
  it('are content when all is as it should be', async () => {
    const found = await look({})
    expect(Object.values(found).map(({ check, status }) => [check, status])).toEqual([
      ['spf', 'ok'],
      ['dkim', 'ok'],
      ['dmarc', 'ok'],
      ['alignment', 'ok'],
    ])
    expect(found.spf?.text).toContain('2 of 10 look-ups')
  })

  it('are skipped while mail goes to the outbox', async () => {
    const found = await look({}, { smtpUrl: undefined })
    expect(new Set(Object.values(found).map(({ status }) => status))).toEqual(new Set(['skipped']))
  })

  it('say so of a sender that nobody can answer', async () => {
    for (const from of ['linkletter@localhost', 'me@nas.local'])
      expect(await look({}, { from })).toMatchObject({ dmarc: { status: 'fail' } })
  })

  const many = Object.fromEntries(
    Array.from({ length: 11 }, (_, n) => [`s${n}.example`, ['v=spf1 -all']]),
  )
  const includes = (count: number) =>
    Array.from({ length: count }, (_, n) => `include:s${n}.example`).join(' ')
  it.each<[string, Record<string, string[]>, string, RegExp]>([
    ['no record', { 'links.example': [] }, 'fail', /no SPF record/],
    ['another record only', { 'links.example': ['v=spf10 -all'] }, 'fail', /no SPF record/],
    [
      'two records',
      { 'links.example': ['v=spf1 -all', 'v=spf1 mx -all'] },
      'fail',
      /2 SPF records/,
    ],
    [
      'a word that is none',
      { 'links.example': ['v=spf1 inlcude:x.example -all'] },
      'fail',
      /inlcude/,
    ],
    ['a wrong address', { 'links.example': ['v=spf1 ip4:192.0.2.300 -all'] }, 'fail', /IPv4/],
    ['an address cut short', { 'links.example': ['v=spf1 ip4:192.0.2 -all'] }, 'fail', /IPv4/],
    ['a wrong IPv6 address', { 'links.example': ['v=spf1 ip6:2001:zz -all'] }, 'fail', /IPv6/],
    ['a prefix too long', { 'links.example': ['v=spf1 ip4:192.0.2.0/33 -all'] }, 'fail', /IPv4/],
    [
      'an include of nothing',
      { 'links.example': ['v=spf1 include:gone.example -all'] },
      'fail',
      /gone\.example/,
    ],
    [
      'an include without a name',
      { 'links.example': ['v=spf1 include: -all'] },
      'fail',
      /names no domain/,
    ],
    [
      'a circle',
      { 'links.example': ['v=spf1 include:links.example -all'] },
      'fail',
      /includes itself/,
    ],
    [
      '10 look-ups',
      { ...many, 'links.example': [`v=spf1 ${includes(10)} -all`] },
      'ok',
      /10 of 10/,
    ],
    [
      '11 look-ups',
      { ...many, 'links.example': [`v=spf1 ${includes(11)} -all`] },
      'fail',
      /11 look-ups/,
    ],
    ['+all', { 'links.example': ['v=spf1 mx +all'] }, 'warn', /everybody/],
    ['all without a sign', { 'links.example': ['v=spf1 mx all'] }, 'warn', /everybody/],
    ['no all', { 'links.example': ['v=spf1 mx'] }, 'warn', /no "all"/],
    ['a redirect', { 'links.example': ['v=spf1 redirect=_spf.host.example'] }, 'ok', /1 of 10/],
    [
      'a macro',
      { 'links.example': ['v=spf1 exists:%{i}.list.example include:%{d}.x.example ~all'] },
      'ok',
      /2 of 10/,
    ],
    [
      'capitals',
      { 'links.example': ['V=SPF1 A MX Include:_spf.host.example ~ALL'] },
      'ok',
      /3 of 10/,
    ],
  ])('SPF: %s', async (_what, txt, status, text) => {
    const { spf } = await look(txt)
    expect(spf).toMatchObject({ status, text: expect.stringMatching(text) })
    if (status === 'ok') expect(spf?.fix).toBeNull()
    else expect(spf?.fix).toBeTruthy()
  })

  it('SPF: names the provider of SMTP_URL when the record does not', async () => {
    const { spf } = await look({}, { smtpUrl: 'smtp://u:p@smtp.mailgun.org:587' })
    expect(spf).toMatchObject({
      status: 'warn',
      text: expect.stringContaining('include:mailgun.org'),
    })
  })

  const weak = pemOf(1024)
  it.each<[string, Record<string, string[]>, string, RegExp]>([
    ['no record', { [KEY_NAME]: [] }, 'fail', /no DKIM key at mail\._domainkey/],
    ['two records', { [KEY_NAME]: [RECORD, RECORD] }, 'fail', /2 records/],
    ['no key', { [KEY_NAME]: ['v=spf1 -all'] }, 'fail', /no DKIM key/],
    ['a key that was withdrawn', { [KEY_NAME]: ['v=DKIM1; p='] }, 'fail', /withdrawn/],
    ['another key', { [KEY_NAME]: [recordOf(createPublicKey(weak))] }, 'fail', /another one/],
    [
      'another kind of key',
      { [KEY_NAME]: [RECORD.replace('k=rsa', 'k=ed25519')] },
      'fail',
      /another one/,
    ],
    [
      'SHA-1 alone',
      { [KEY_NAME]: [`h=sha1; ${RECORD}`.replace('v=DKIM1; ', '')] },
      'fail',
      /SHA-256/,
    ],
    ['a test', { [KEY_NAME]: [`${RECORD}; t=y`] }, 'warn', /test/],
    [
      'a bare key',
      { [KEY_NAME]: [`p=${KEY.export({ type: 'pkcs1', format: 'der' }).toString('base64')}`] },
      'ok',
      /2048 bits/,
    ],
    ['a key with blanks', { [KEY_NAME]: [RECORD.replace(/p=.{40}/, '$& ')] }, 'ok', /2048 bits/],
  ])('DKIM: %s', async (_what, txt, status, text) => {
    const { dkim } = await look(txt)
    expect(dkim).toMatchObject({ status, text: expect.stringMatching(text) })
    if (status === 'fail' && !/SHA|records/.test(dkim?.text ?? ''))
      expect(dkim?.fix).toContain(RECORD)
  })

  it('DKIM: a short key is worth a look', async () => {
    const dkim = { domainName: 'links.example', keySelector: 'mail', privateKey: weak }
    const found = await look({ [KEY_NAME]: [recordOf(createPublicKey(weak))] }, { dkim })
    expect(found.dkim).toMatchObject({ status: 'warn', text: expect.stringContaining('1024') })
  })

  it.each<[string, Record<string, string[]>, string, RegExp]>([
    ['no record', { '_dmarc.links.example': [] }, 'fail', /no DMARC record/],
    [
      'two records',
      { '_dmarc.links.example': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
      'fail',
      /2 DMARC records/,
    ],
    [
      'no policy',
      { '_dmarc.links.example': ['v=DMARC1; rua=mailto:x@links.example'] },
      'fail',
      /no policy/,
    ],
    ['an unknown policy', { '_dmarc.links.example': ['v=DMARC1; p=maybe'] }, 'fail', /no policy/],
    ['reject', { '_dmarc.links.example': ['v=DMARC1;p=reject;adkim=s'] }, 'ok', /reject/],
  ])('DMARC: %s', async (_what, txt, status, text) => {
    expect((await look(txt)).dmarc).toMatchObject({ status, text: expect.stringMatching(text) })
  })

  it('DMARC: the record of the organisation holds for its subdomains', async () => {
    const from = 'hours@mail.links.example'
    expect((await look({}, { from })).dmarc).toMatchObject({ status: 'ok' })
    const txt = { '_dmarc.links.example': ['v=DMARC1; p=none; sp=reject'] }
    expect((await look(txt, { from })).dmarc).toMatchObject({ status: 'ok' })
  })

  const signedFor = (domainName: string) => ({ dkim: { ...SENDER.dkim, domainName } as never })
  const at = (name: string) => ({ [`mail._domainkey.${name}`]: [RECORD] })
  const strict = { '_dmarc.links.example': ['v=DMARC1; p=none; adkim=s; aspf=s'] }
  it.each<[string, Record<string, string[]>, Partial<Sender>, string]>([
    [
      'signed for a subdomain, relaxed',
      at('mail.links.example'),
      signedFor('mail.links.example'),
      'ok',
    ],
    [
      'signed for a subdomain, strict',
      { ...strict, ...at('mail.links.example'), 'b.links.example': ['v=spf1 -all'] },
      { ...signedFor('mail.links.example'), envelopeFrom: 'x@b.links.example' },
      'fail',
    ],
    [
      'signed for somebody else, SPF aligned',
      at('provider.example'),
      signedFor('provider.example'),
      'warn',
    ],
    [
      'signed for somebody else, return path elsewhere',
      { ...at('provider.example'), 'provider.example': ['v=spf1 -all'] },
      { ...signedFor('provider.example'), envelopeFrom: 'x@provider.example' },
      'fail',
    ],
    ['not signed, SPF aligned', {}, { dkim: undefined }, 'warn'],
    [
      'a sibling on a shared domain is somebody else',
      {
        ...at('other.github.io'),
        'other.github.io': ['v=spf1 -all'],
        '_dmarc.me.github.io': ['v=DMARC1; p=none'],
      },
      {
        ...signedFor('other.github.io'),
        from: 'a@me.github.io',
        envelopeFrom: 'x@other.github.io',
      },
      'fail',
    ],
    [
      'signed by a provider, maybe',
      { 'provider.example': ['v=spf1 -all'] },
      { dkim: undefined, envelopeFrom: 'x@provider.example', smtpUrl: 'ses://eu-west-1' },
      'warn',
    ],
    [
      'a broken key aligns nothing',
      { [KEY_NAME]: [] },
      { envelopeFrom: 'x@provider.example' },
      'fail',
    ],
  ])('alignment: %s', async (_what, txt, sender, status) => {
    expect((await look(txt, sender)).alignment).toMatchObject({ status })
  })

  it('take silence of the name servers for a warning, not for a failure', async () => {
    const silent = ['links.example', KEY_NAME, '_dmarc.links.example']
    const found = await look({}, {}, { silent })
    for (const check of ['spf', 'dkim', 'dmarc'])
      expect(found[check]).toMatchObject({
        status: 'warn',
        text: expect.stringContaining('ETIMEOUT'),
      })
    expect(found.alignment).toMatchObject({ status: 'ok' })
  })
})
