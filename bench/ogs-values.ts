import ogs from 'open-graph-scraper'
import { decodeBody } from '../src/enrich/charset.ts'
import { createCaseFetch, type MetadataCase } from '../test/enrich/case-fetch.ts'

type Values = Record<string, unknown>

/**
 * What open-graph-scraper alone makes of a case: it gets the page that the server gave, fetched
 * and decoded as well as ours, and what it says is taken as it is.
 */
export async function ogsValues(one: MetadataCase): Promise<Values> {
  const given = { link_url: one.request.url }
  try {
    const { guardedFetch } = createCaseFetch(one)
    const resource = await guardedFetch({ url: one.request.url })
    const html = decodeBody(resource.body, resource.headers.get('content-type'))
    const { error, result } = await ogs({ html })
    if (error || resource.status >= 400) return { ...given, outcome: 'error' }
    return { ...given, outcome: 'ok', ...valuesOf(result, resource.url) }
  } catch {
    // It throws where it finds nothing, as our door does where nothing may be fetched.
    return { ...given, outcome: 'error' }
  }
}

type OgsResult = Awaited<ReturnType<typeof ogs>>['result']

function valuesOf(result: OgsResult, url: string): Values {
  const author = result.articleAuthor ?? result.author ?? result.dcCreator
  return {
    title: result.ogTitle ?? result.twitterTitle ?? result.dcTitle,
    author: author === undefined ? null : [author].flat(),
    site_name: result.ogSiteName,
    description: result.ogDescription ?? result.twitterDescription,
    image: result.ogImage?.[0]?.url ?? result.twitterImage?.[0]?.url,
    language: result.ogLocale,
    canonical_url: result.ogUrl ?? url,
    kind: result.ogType?.split('.')[0],
    published: result.articlePublishedTime ?? result.dcDate,
  }
}
