import { DomUtils } from 'htmlparser2'
import { readHtml } from '../render/html.ts'
import { BASE_URL } from './app.ts'

interface Site {
  request: (path: string, init?: RequestInit) => Promise<Response>
}

export interface Visit {
  status: number
  headers: Headers
  html: string
  /** What a person reads. */
  text: string
  location: string | null
  /** Values of the form's fields, by name. */
  fields: Record<string, string>
}

/** A browser without its screen: keeps cookies, says where its forms come from, sends hidden fields. */
export function createVisitor(site: Site, origin = BASE_URL) {
  const cookies = new Map<string, string>()
  let last: Visit | undefined

  async function visit(path: string, init: RequestInit = {}): Promise<Visit> {
    const headers = new Headers(init.headers)
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (sent !== '') headers.set('cookie', sent)
    const answer = await site.request(path, { ...init, headers, redirect: 'manual' })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0\b/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const html = await answer.text()
    last = {
      status: answer.status,
      headers: answer.headers,
      html,
      text: readHtml(html).text.replace(/\s+/g, ' '),
      location: answer.headers.get('location'),
      fields: fieldsOf(html),
    }
    return last
  }

  const visitor = {
    cookies,
    get: (path: string, headers: Record<string, string> = {}) => visit(path, { headers }),
    /** Posts fields as a form of this site would. */
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      visit(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
    /** Fills in the form of the page that was opened last and sends it. */
    submit: (path: string, typed: Record<string, string> = {}) =>
      visitor.post(path, { ...last?.fields, ...typed }),
    /** Follows redirects. */
    async follow(answer: Visit): Promise<Visit> {
      let current = answer
      while (current.location !== null) current = await visit(current.location)
      return current
    },
    /** Uses a login link as a person does: opens it, presses the button. */
    async enter(link: string): Promise<Visit> {
      const path = link.replace(origin, '')
      await visitor.get(path)
      return visitor.post(path, {})
    },
  }
  return visitor
}

function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const element of readHtml(html).elements) {
    const { name, attribs } = element
    const key = attribs.name
    if (key === undefined) continue
    if (name === 'input' && (attribs.type !== 'radio' || attribs.checked !== undefined))
      fields[key] = attribs.value ?? ''
    if (name === 'textarea') fields[key] = DomUtils.textContent(element).replace(/^\n/, '')
    if (name === 'select') {
      const options = DomUtils.getElementsByTagName('option', element)
      const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0]
      fields[key] = chosen?.attribs.value ?? ''
    }
  }
  return fields
}
