/**
 * schema.org in JSON-LD: the thing the page is about, found among breadcrumbs, site and
 * publisher; authors followed through `@id`, lists and people inside people's names.
 */

import { type Page, resolveUrl } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'
import { decodeEntities } from '../text.ts'
import { parseLenientJson } from './lenient-json.ts'

type Node = Record<string, unknown>

const MAX_NODES = 3_000
const MAX_DEPTH = 12

/** Types of a page's main thing, best first, with the kind they mean. */
const MAIN_TYPES: readonly (readonly [RegExp, string | null])[] = [
  [
    /(?:Article|BlogPosting|Posting|Report|ScholarlyArticle|CreativeWorkSeason|LiveBlogPosting|Review|HowTo|Recipe|Essay|Chapter|Thesis|QAPage|OpinionPiece)$/,
    'article',
  ],
  [/^(?:VideoObject|Movie|TVEpisode|Episode|Clip|MusicVideoObject)$/, 'video'],
  [
    /^(?:PodcastEpisode|RadioEpisode|AudioObject|PodcastSeries|RadioSeries|MusicRecording|MusicAlbum|Audiobook)$/,
    'audio',
  ],
  [/^(?:SoftwareSourceCode)$/, 'repo'],
  [
    /^(?:Book|Dataset|Event|Course|Product|SoftwareApplication|MobileApplication|WebApplication|CreativeWork|Question|DiscussionForumPosting|Map|Photograph|Painting|VisualArtwork|JobPosting|LearningResource|DigitalDocument)$/,
    null,
  ],
  [/^(?:WebPage|ItemPage|AboutPage|ProfilePage|CollectionPage|FAQPage|MedicalWebPage)$/, null],
]

/** Lists of other pages' things are not looked into. */
const NOT_FOLLOWED = new Set([
  'comment',
  'itemListElement',
  'hasPart',
  'isPartOf',
  'mentions',
  'citation',
  'relatedLink',
  'breadcrumb',
  'publisher',
  'author',
  'creator',
  'review',
  'suggestedAnswer',
  'acceptedAnswer',
  'blogPost',
  'potentialAction',
  'about',
  'associatedMedia',
])

export function readJsonLd(page: Page): Finding[] {
  const blocks = page.parts.jsonLd.map(parseLenientJson).filter((value) => value !== undefined)
  if (blocks.length === 0) return []
  const nodes: Node[] = []
  for (const block of blocks) collect(block, nodes, 0)
  const byId = new Map<string, Node>()
  for (const node of nodes) {
    const id = node['@id']
    // A bare reference says less than the node it stands for.
    if (typeof id === 'string' && Object.keys(node).length > Object.keys(byId.get(id) ?? {}).length)
      byId.set(id, node)
  }
  const graph = { byId, nodes }
  const main = mainNode(nodes, page)
  const site = nodes.find((node) => typesOf(node).includes('WebSite'))
  const findings = findingsOf('json-ld WebSite', { siteName: textOf(site?.name) })
  if (main === null) return findings
  const { node, kind } = main
  const people = authorsOf(node.author ?? node.creator ?? node.byline, graph, 0)
  return [
    ...findingsOf('json-ld', {
      title: textOf(node.headline) ?? textOf(node.name) ?? textOf(node.title),
      author: people,
      description: textOf(node.description) ?? textOf(node.abstract),
      image: imagesOf(
        node.image ?? node.thumbnailUrl ?? node.thumbnail ?? node.primaryImageOfPage,
        graph,
        0,
      ),
      published: textOf(node.datePublished) ?? textOf(node.uploadDate) ?? textOf(node.dateCreated),
      language: languageOf(node.inLanguage),
      kind,
      siteName: authorsOf(node.publisher ?? node.sourceOrganization, graph, 0)[0],
      canonical: canonicalOf(node),
    }),
    ...findings,
  ]
}

/** Addresses of people's profiles → names, for authors given as an address elsewhere. */
export function peopleByAddress(page: Page): Map<string, string> {
  const found = new Map<string, string>()
  const nodes: Node[] = []
  for (const text of page.parts.jsonLd) collect(parseLenientJson(text), nodes, 0, true)
  for (const node of nodes) {
    const name = textOf(node.name)
    if (name === undefined || !typesOf(node).includes('Person')) continue
    for (const address of [node.url, node['@id'], node.sameAs].flat()) {
      if (typeof address === 'string') found.set(address, name)
    }
  }
  return found
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function collect(value: unknown, nodes: Node[], depth: number, isEverything = false): void {
  if (depth > MAX_DEPTH || nodes.length >= MAX_NODES) return
  if (Array.isArray(value)) {
    for (const one of value) collect(one, nodes, depth + 1, isEverything)
  } else if (isNode(value)) {
    nodes.push(value)
    for (const [key, inner] of Object.entries(value)) {
      const isFollowed = isEverything || !NOT_FOLLOWED.has(key)
      if (isFollowed && typeof inner === 'object') collect(inner, nodes, depth + 1, isEverything)
    }
  }
}

function typesOf(node: Node): string[] {
  return [node['@type']]
    .flat()
    .flatMap((type) => (typeof type === 'string' ? [type.replace(/^.*[/#:]/, '')] : []))
}

const DESCRIBES = [
  'headline',
  'name',
  'author',
  'creator',
  'datePublished',
  'uploadDate',
  'publisher',
  'description',
  'image',
]

function mainNode(nodes: Node[], page: Page): { node: Node; kind: string | null } | null {
  for (const [pattern, kind] of MAIN_TYPES) {
    const candidates = nodes.filter((node) => typesOf(node).some((type) => pattern.test(type)))
    const described = candidates.filter((node) => DESCRIBES.some((key) => node[key] !== undefined))
    const node = described.find((one) => isOfPage(one, page)) ?? described[0]
    // Several things of one type, none of which is this page: a list of others.
    if (node !== undefined && (described.length < 4 || isOfPage(node, page))) return { node, kind }
  }
  return null
}

function canonicalOf(node: Node): string | null {
  const main = node.mainEntityOfPage
  const said = isNode(main) ? (main['@id'] ?? main.url) : main
  return (
    [said, node.url].find(
      (url): url is string => typeof url === 'string' && /^(?:https?:)?\/\//.test(url),
    ) ?? null
  )
}

function isOfPage(node: Node, page: Page): boolean {
  return [canonicalOf(node), node['@id']].some((address) => {
    const url = typeof address === 'string' ? resolveUrl(address, page.url) : null
    return (
      url !== null &&
      url.host === page.url.host &&
      url.pathname === page.url.pathname &&
      address !== '#'
    )
  })
}

/** Script text is not decoded by HTML parsers, yet publishing systems put entities into it. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : decodeEntities(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) {
    for (const one of value.slice(0, 5)) {
      const text = textOf(one)
      if (text !== undefined) return text
    }
    return undefined
  }
  return isNode(value) ? textOf(value['@value'] ?? value.name) : undefined
}

/** A code, or an object whose alternateName is the code. */
function languageOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return isNode(first) ? (textOf(first.alternateName) ?? textOf(first.name)) : textOf(first)
}

interface Graph {
  byId: Map<string, Node>
  nodes: Node[]
}

function authorsOf(value: unknown, graph: Graph, depth: number): string[] {
  if (depth > 6) return []
  if (typeof value === 'string') return [decodeEntities(value)]
  if (Array.isArray(value))
    return value.slice(0, 200).flatMap((one) => authorsOf(one, graph, depth + 1))
  if (!isNode(value)) return []
  if (Array.isArray(value['@list'])) return authorsOf(value['@list'], graph, depth + 1)
  if (value['@value'] !== undefined) return authorsOf(value['@value'], graph, depth + 1)
  const named = authorsOf(value.name, graph, depth + 1)
  if (named.length > 0) return named
  const parts = [
    textOf(value.givenName),
    textOf(value.additionalName),
    textOf(value.familyName),
  ].filter((part) => part !== undefined)
  if (parts.length > 0) return [parts.join(' ')]
  const id = value['@id']
  const target = typeof id === 'string' ? graph.byId.get(id) : undefined
  if (target !== undefined && target !== value) return authorsOf(target, graph, depth + 1)
  const alternate = textOf(value.alternateName) ?? textOf(value.legalName)
  return alternate === undefined ? [] : [alternate]
}

function imagesOf(value: unknown, graph: Graph, depth: number): string[] {
  if (depth > 6) return []
  if (typeof value === 'string') return [decodeEntities(value)]
  if (Array.isArray(value))
    return value.slice(0, 10).flatMap((one) => imagesOf(one, graph, depth + 1))
  if (!isNode(value)) return []
  if (Array.isArray(value['@list'])) return imagesOf(value['@list'], graph, depth + 1)
  const direct = imagesOf(value.url ?? value.contentUrl ?? value['@value'], graph, depth + 1)
  if (direct.length > 0) return direct
  const id = value['@id']
  const target = typeof id === 'string' ? graph.byId.get(id) : undefined
  if (target !== undefined && target !== value) return imagesOf(target, graph, depth + 1)
  return typeof id === 'string' && /\.(?:jpe?g|png|webp|gif|avif)$/i.test(id) ? [id] : []
}
