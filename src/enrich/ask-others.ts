/**
 * What others know of a page: its provider's oEmbed answer, the page that describes a PDF, the
 * registry of its DOI. Each is a request more, so it is made only where something is missing; when
 * it fails, what the page itself says stands.
 */
import type { FetchedResource, GuardedFetch } from '../domain/fetching.ts'
import { isAppError } from '../errors.ts'
import type { Page } from './page.ts'
import type { Finding, PageReading } from './page-reading.ts'
import { findingsInPage } from './read-page.ts'
import { doiOf, fetchDoi } from './sources/doi.ts'
import { landingPage } from './sources/landing-pages.ts'
import { fetchOembed, oembedDiscovered } from './sources/oembed.ts'
import { oembedProvider } from './sources/oembed-endpoints.ts'

export interface AskOthersDeps {
  guardedFetch: GuardedFetch
  /** Fetches a page as the pages themselves are fetched. */
  get: (url: string) => Promise<FetchedResource>
}

export function createAskOthers({ guardedFetch, get }: AskOthersDeps) {
  /** For a page that was read. */
  async function askAbout(page: Page, { metadata }: PageReading): Promise<Finding[]> {
    const { title, authors, kind } = metadata
    const landing = kind === 'pdf' && authors.length === 0 ? landingPage(page.url) : null
    if (landing !== null) return askPage(landing)
    const doi = title === null || authors.length === 0 ? doiOf(page.url) : null
    if (doi !== null) return fetchDoi(guardedFetch, doi)
    const isMedia = kind === 'video' || kind === 'audio'
    if (title !== null && (!isMedia || authors.length > 0)) return []
    const address = oembedProvider(page.url) ?? oembedDiscovered(page)
    return address === null ? [] : fetchOembed(guardedFetch, address)
  }

  /** For a page behind a wall: a consent page hides the video, but not its name. */
  async function askBehindWall(saved: URL): Promise<Finding[]> {
    const doi = doiOf(saved)
    if (doi !== null) return fetchDoi(guardedFetch, doi)
    const landing = landingPage(saved)
    if (landing !== null) return askPage(landing)
    const address = oembedProvider(saved)
    return address === null ? [] : fetchOembed(guardedFetch, address)
  }

  async function askPage(url: URL): Promise<Finding[]> {
    try {
      return await findingsInPage(await get(url.href))
    } catch (error) {
      if (isAppError(error)) return []
      throw error
    }
  }

  return { askAbout, askBehindWall }
}
