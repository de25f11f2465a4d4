/**
 * Pinboard's v1 API, so that clients written for it save here unchanged.
 *
 * Pinboard makes everything a GET, also what changes something, and its clients do. This is the
 * one place where a GET changes state. What makes that bearable: each call carries the token, so
 * a page or a mail scanner that follows a link cannot make one; a browser that would add the
 * token by itself (HTTP Basic) is refused when another site sends it; HEAD changes nothing;
 * answers are not stored by caches.
 */
import type { Context } from 'hono'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { deleteLink } from '../../store/links.ts'
import {
  countPostsByDay,
  countTags,
  eachPost,
  findTagsByPlainName,
  lastLinkChange,
  type PostFilter,
  suggestTags,
} from '../../store/posts.ts'
import type { TokenScope } from '../../store/schema.ts'
import { deleteTags, renameTags } from '../../store/tags.ts'
import { isWithin, scopeNow } from '../auth.ts'
import {
  type Answer,
  dateCounts,
  noNotes,
  postList,
  result,
  resultCode,
  streamPosts,
  suggestions,
  tagCounts,
  updateTime,
} from '../pinboard/answers.ts'
import { Params } from '../pinboard/params.ts'
import { XML_HEAD } from '../pinboard/xml.ts'
import { newRouter, STATUS_OF, toAppError } from '../problem.ts'
import { toByteStream } from '../text-stream.ts'

interface Caller {
  user: string
  token: string
  scope: TokenScope
}

interface Call extends Caller {
  params: Params
  format: 'json' | 'xml'
}

interface Method {
  scope: TokenScope
  changes?: boolean
  run(call: Call): Promise<Answer | ReadableStream<Uint8Array>>
}

type LogError = (error: unknown, request: { method: string; path: string }) => void

const DAY_MS = 86_400_000
/** Pinboard's: later dates become now. */
const AHEAD_MS = 10 * 60_000

export function pinboardRoutes(services: Services, log: LogError) {
  const methods = pinboardMethods(services)
  return newRouter()
    .on(['GET', 'POST'], '/:group/:action', async (c) => {
      const call = await readCall(c, services)
      const name = `${c.req.param('group')}/${c.req.param('action')}`
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined
      if (!method) throw new AppError('NOT_FOUND', `There is no ${name} here.`)
      if (method.changes && c.req.method === 'HEAD')
        throw new AppError('METHOD_NOT_ALLOWED', `Call ${name} with GET.`)
      if (!isWithin(call.scope, method.scope))
        throw new AppError(
          'FORBIDDEN',
          `${name} needs a token of scope ${method.scope}; yours is ${call.scope}.`,
        )
      return send(c, await method.run(call))
    })
    .all('/*', (c) => {
      throw new AppError('NOT_FOUND', `There is no ${c.req.method} ${c.req.path} here.`)
    })
    .onError((thrown, c) => {
      const error = toAppError(thrown)
      if (error.code === 'INTERNAL') log(thrown, { method: c.req.method, path: c.req.path })
      const status = STATUS_OF[error.code]
      if (status === 401) c.header('www-authenticate', 'Basic realm="Linkletter", charset="UTF-8"')
      // Pinboard answers 200 to input it cannot take, and clients read the code.
      const answer = resultCode(
        'something went wrong',
        status === 500 ? 'The log of the server tells what.' : error.message,
      )
      return send(c, { ...answer, ...(status !== 422 && { status: status as 401 }) })
    })
}

function pinboardMethods(services: Services): Record<string, Method> {
  const { db, now } = services

  async function filterOf(params: Params, name = 'tag'): Promise<PostFilter> {
    const tags: number[][] = []
    for (const tag of params.tags(name, 3) ?? [])
      tags.push((await findTagsByPlainName(db, tag)).map(({ id }) => id))
    return { tags }
  }
  const tagText = (params: Params) => (params.tags('tag', 3) ?? []).join(' ')

  async function add({ params, scope }: Call): Promise<Answer> {
    const url = params.text('url', 40_000)?.trim() ?? ''
    if (url === '') return resultCode('missing url')
    const savedAt = params.time('dt')
    const isAhead = savedAt && savedAt.getTime() > now().getTime() + AHEAD_MS
    const outcome = await services.addPost(
      {
        url,
        title: params.text('description', 2_000),
        note: params.text('extended'),
        tags: params.tags('tags', 100),
        savedAt: isAhead ? now() : savedAt,
        isShared: params.flag('shared'),
        toRead: params.flag('toread'),
        replace: params.flag('replace') ?? true,
      },
      { mayEdit: isWithin(scope, 'edit') },
    )
    return resultCode(outcome === 'exists' ? 'item already exists' : 'done')
  }

  async function remove({ params }: Call): Promise<Answer> {
    const url = params.text('url', 40_000)?.trim() ?? ''
    if (url === '') return resultCode('missing url')
    const found = await services.lookupLink(url)
    if (!found || !(await deleteLink(db, found.link.id, now()))) return resultCode('item not found')
    return resultCode('done')
  }

  async function get({ params, user }: Call): Promise<Answer> {
    const filter = await filterOf(params)
    const url = params.text('url', 40_000)?.trim()
    const day = params.day('dt')
    if (url) {
      const link = (await services.lookupLink(url))?.link
      return postList(link ? [link] : [], user, link?.savedAt ?? now(), tagText(params))
    }
    const [newest] = day ? [] : await Array.fromAsync(eachPost(db, filter, { results: 1 }))
    const from = day ?? (newest ? startOfDay(newest.savedAt) : undefined)
    if (!from) return postList([], user, now(), tagText(params))
    const to = new Date(from.getTime() + DAY_MS - 1)
    const links = await Array.fromAsync(eachPost(db, { ...filter, from, to }))
    return postList(links, user, links[0]?.savedAt ?? from, tagText(params))
  }

  async function recent({ params, user }: Call): Promise<Answer> {
    const results = params.count('count', 100) ?? 15
    const links = await Array.fromAsync(eachPost(db, await filterOf(params), { results }))
    return postList(links, user, links[0]?.savedAt ?? now(), tagText(params))
  }

  async function all({ params, user, format }: Call) {
    const to = params.time('todt')
    const filter: PostFilter = {
      ...(await filterOf(params)),
      from: params.time('fromdt'),
      // Times are shown in whole seconds: the whole second counts.
      to: to && new Date(to.getTime() + 999),
      toRead: params.flag('toread'),
    }
    const links = eachPost(db, filter, {
      start: params.count('start', 1_000_000_000) ?? 0,
      results: params.count('results', 1_000_000_000) ?? Number.POSITIVE_INFINITY,
    })
    return toByteStream(streamPosts(links, format, { user, tag: tagText(params) }))
  }

  async function suggest({ params }: Call): Promise<Answer> {
    const url = params.text('url', 40_000)?.trim() ?? ''
    if (url === '') return resultCode('missing url')
    const host = URL.canParse(url) ? new URL(url).host : ''
    return suggestions(host === '' ? [] : await suggestTags(db, host, 10))
  }

  async function renameTag({ params }: Call): Promise<Answer> {
    const [old, name] = [params.tags('old', 1)?.[0], params.tags('new', 1)?.[0]]
    if (old === undefined || name === undefined) return result('give both old and new')
    const ids = (await findTagsByPlainName(db, old)).map(({ id }) => id)
    if (ids.length === 0) return result('item not found')
    await db.transaction().execute((trx) => renameTags(trx, ids, name, now()))
    return result('done')
  }

  async function deleteTag({ params }: Call): Promise<Answer> {
    const ids = (await filterOf(params)).tags.flat()
    if (ids.length === 0) return result('item not found')
    await db.transaction().execute((trx) => deleteTags(trx, ids, now()))
    return result('done')
  }

  return {
    'posts/add': { scope: 'save', changes: true, run: add },
    // A client asks these two first, to see whether its token is right.
    'posts/update': {
      scope: 'save',
      run: async () => updateTime((await lastLinkChange(db)) ?? new Date(0)),
    },
    'user/api_token': { scope: 'save', run: async ({ token }) => result(token) },
    'posts/delete': { scope: 'edit', changes: true, run: remove },
    'posts/get': { scope: 'edit', run: get },
    'posts/recent': { scope: 'edit', run: recent },
    'posts/all': { scope: 'edit', run: all },
    'posts/dates': {
      scope: 'edit',
      run: async ({ params, user }) =>
        dateCounts(await countPostsByDay(db, await filterOf(params)), {
          user,
          tag: tagText(params),
        }),
    },
    'posts/suggest': { scope: 'edit', run: suggest },
    'tags/get': { scope: 'edit', run: async () => tagCounts(await countTags(db)) },
    'tags/delete': { scope: 'edit', changes: true, run: deleteTag },
    'tags/rename': { scope: 'edit', changes: true, run: renameTag },
    'notes/list': { scope: 'edit', run: async ({ user }) => noNotes(user) },
  }
}

function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS)
}

async function readCall(c: Context, services: Pick<Services, 'tokens'>): Promise<Call> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')
  const form = c.req.method === 'POST' && isForm ? await c.req.text() : ''
  const params = new Params(new URL(c.req.url).searchParams, new URLSearchParams(form))
  const given = credentialsOf(c, params)
  const info =
    given && /^[\w.~+/=-]{1,200}$/.test(given.token) && (await services.tokens.find(given.token))
  if (!info)
    throw new AppError(
      'UNAUTHORIZED',
      'Send a valid token: auth_token=NAME:TOKEN, or HTTP Basic with the token as password.',
    )
  return { ...given, scope: scopeNow(info), params, format: formatOf(c) }
}

/** The name before the token may be any: there is one owner. */
function credentialsOf(c: Context, params: Params): { user: string; token: string } | undefined {
  const written = params.text('auth_token', 500)
  const basic = /^Basic +([A-Za-z0-9+/=_-]{1,700})$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (!written && basic && /^(?:cross|same)-site$/.test(c.req.header('sec-fetch-site') ?? ''))
    throw new AppError('FORBIDDEN', 'Another site may not use the password your browser keeps.')
  const text = written ?? (basic && Buffer.from(basic, 'base64').toString('utf8'))
  if (!text) return undefined
  const colon = text.lastIndexOf(':')
  return { user: colon > 0 ? text.slice(0, colon) : 'owner', token: text.slice(colon + 1).trim() }
}

function formatOf(c: Context): 'json' | 'xml' {
  return c.req.query('format') === 'json' ? 'json' : 'xml'
}

function send(c: Context, answer: Answer | ReadableStream<Uint8Array>): Response {
  c.header('cache-control', 'no-store')
  const isJson = formatOf(c) === 'json'
  c.header('content-type', `${isJson ? 'application/json' : 'text/xml'}; charset=utf-8`)
  if (answer instanceof ReadableStream) return c.body(answer)
  const text = isJson ? JSON.stringify(answer.json) : `${XML_HEAD}${answer.xml}\n`
  return c.body(text, answer.status ?? 200)
}
