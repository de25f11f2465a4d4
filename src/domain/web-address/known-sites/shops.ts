/** Products, apps, games, books. */
import { type SiteReader, thing } from './known-thing.ts'

export const amazon: SiteReader = (url, path) => {
  const at = path.findIndex((part) => /^(?:dp|product|d|asin)$/i.test(part))
  const asin = path[at + 1]
  if (at === -1 || asin === undefined || !/^[A-Z0-9]{10}$/i.test(asin)) return null
  const host = url.hostname.replace(/^(www|m|smile)\./, '')
  return thing(`${host}/${asin.toUpperCase()}`, `https://www.${host}/dp/${asin.toUpperCase()}`)
}

/** The country in the path is the shop's. */
export const appStore: SiteReader = (_url, path) => {
  const id = path.find((part) => /^id\d+$/.test(part))
  return id === undefined ? null : thing(id, null)
}

export const playStore: SiteReader = (url) => {
  const id = url.searchParams.get('id')
  return url.pathname === '/store/apps/details' && id !== null ? thing(id, null) : null
}

/** Taobao and Tmall: everything but the number of the thing is about the visit. */
export const taobao: SiteReader = (url) => {
  const id = url.searchParams.get('id')
  return id !== null && /^\d{6,}$/.test(id) && /\/item\.htm$|\/detail/.test(url.pathname)
    ? thing(id, null)
    : null
}

/** The words behind the number are decoration. */
export const numbered =
  (path: RegExp): SiteReader =>
  (url) => {
    const found = path.exec(url.pathname)
    return found?.[1] === undefined ? null : thing(found[1], null)
  }
