import { createVisitor } from '../test/support/visitor.ts'
import { compare, type Result, repeat } from './compare.ts'
import { fillRooms } from './fill.ts'
import { openInstallation } from './installation.ts'
import { startTwoDatabases } from './postgres.ts'

/** Each page of the rooms; `ID` stands for the draft, the sent issue, a link or a reader. */
export const ROOM_PAGES: Record<string, string> = {
  overview: '/admin',
  links: '/admin/links',
  'links-left': '/admin/links?tab=left',
  'links-published': '/admin/links?tab=published',
  'links-search': '/admin/links?tab=all&q=part',
  'links-search-one': '/admin/links?tab=all&q=number+17.',
  'links-author': '/admin/links?tab=all&author=Author+1',
  'links-host': '/admin/links?tab=all&host=site-0.example',
  link: '/admin/links/LINK',
  issues: '/admin/issues',
  issue: '/admin/issues/DRAFT',
  'issue-preview': '/admin/issues/DRAFT/preview',
  'issue-history': '/admin/issues/DRAFT/history',
  'issue-check': '/admin/issues/DRAFT/check',
  sending: '/admin/issues/SENT/sending',
  subscribers: '/admin/subscribers',
  'subscribers-active': '/admin/subscribers?status=active',
  'subscribers-tag': '/admin/subscribers?tag=friends',
  'subscribers-search': '/admin/subscribers?q=eader',
  'subscribers-search-one': '/admin/subscribers?q=eader-17%40',
  subscriber: '/admin/subscribers/READER',
  'subscriber-bounces': '/admin/subscribers/bounces',
  sources: '/admin/sources',
  settings: '/admin/settings',
  'settings-sections': '/admin/settings/sections',
  'settings-schedule': '/admin/settings/schedule',
  'settings-mail': '/admin/settings/mail',
  'settings-saving': '/admin/settings/saving',
  'settings-numbers': '/admin/settings/numbers',
  'settings-access': '/admin/settings/access',
  tokens: '/admin/tokens',
  jobs: '/admin/jobs',
  import: '/admin/import',
  start: '/admin/start',
  save: '/save?url=https%3A%2F%2Fnew.example%2F&title=New',
}

const origin = 'https://small.example'
const SMALL = { links: 50, readers: 50, issues: 3 }
const LARGE = { links: 5_000, readers: 100_000, issues: 60 }

let opened: ReturnType<typeof openBoth> | undefined

/** A page of the rooms with 5,000 links and 100,000 readers, against the same page with 50 of each. */
export async function benchRoom(name: string): Promise<Result> {
  opened ??= openBoth()
  const { small, large } = await opened
  const path = ROOM_PAGES[name] ?? ''
  return compare({
    name: `rooms-${name}`,
    unit: 'pages/s',
    ours: repeat(() => large.get(path)),
    reference: repeat(() => small.get(path)),
    rounds: 5,
    roundMs: 250,
  })
}

export async function closeRooms(): Promise<void> {
  await (await opened)?.close()
}

/** Two installations on one PostgreSQL, each with its owner logged in. */
async function openBoth() {
  const urls = await startTwoDatabases()
  const small = await openRoom(urls.small, SMALL)
  const large = await openRoom(urls.large, LARGE)
  return {
    small,
    large,
    async close() {
      await small.close()
      await large.close()
      await urls.stop()
    },
  }
}

async function openRoom(databaseUrl: string, amounts: typeof SMALL) {
  const installation = await openInstallation({ DATABASE_URL: databaseUrl })
  const { services, app } = installation
  await installation.api('PATCH', '/settings', { sections: ['Articles'], count_clicks: true })
  const filled = await fillRooms(services.db, amounts)
  const month = new Date().toISOString().slice(0, 7)
  for (let n = 1; n <= 14; n++)
    await installation.api('POST', '/links', {
      url: `https://draft.example/${n}`,
      title: `For the draft ${n}`,
      authors: ['Ida Norn'],
      note: 'Worth it.',
      month,
    })
  // The links that wait are not of this month, so that both drafts have the same entries.
  await services.db
    .updateTable('link')
    .set({ month: '2999-01' })
    .where('status', '=', 'inbox')
    .where('host', '!=', 'draft.example')
    .execute()
  const draft = await installation.api<{ id: number }>('POST', '/issues', { month })
  await services.db
    .updateTable('link')
    .set({ month: null })
    .where('month', '=', '2999-01')
    .execute()
  const owner = createVisitor({ request: async (...asked) => app.request(...asked) }, origin)
  await owner.enter((await services.logins.commandLink()) ?? '')
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ids: Record<string, number> = {
    DRAFT: draft.id,
    SENT: filled.sentId,
    LINK: filled.linkId,
    READER: filled.readerId,
  }
  return {
    async get(path: string) {
      const address = path.replace(/[A-Z]{4,}/, (name) => String(ids[name]))
      const page = await app.request(origin + address, { headers: { cookie } })
      await page.text()
      if (page.status !== 200) throw new Error(`${path} answers ${page.status}.`)
    },
    close: installation.close,
  }
}
