/**
 * The web of the offline demo: one page for every entry of the sample month,
 * each describing itself in another of the ways that real pages do.
 *
 * One page always fails (`failingTitle`): its title stays as the owner typed it.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import iconv from 'iconv-lite'
import { samplePng } from './sample-png.ts'

interface PageSource {
  title: string
  /** Path that is saved. */
  path: string
  /** Path that it redirects to, where it does. */
  movedTo?: string
  /** File under `pages/`, kept in UTF-8. */
  file: string
  status?: number
  contentType?: string
  /** How the bytes are sent; UTF-8 when absent. */
  encoding?: 'windows-1252' | 'utf-8 with BOM'
  /** What is special about the page, for the demo's printout. */
  style: string
  /** Metadata fields (API names) that the page itself gives. */
  provides: readonly string[]
}

/** One sample entry as the server knows it. */
export interface SamplePage extends PageSource {
  url: string
}

export interface SamplePages {
  origin: string
  entries: SamplePage[]
  /** Address to save for an entry of the sample month. Throws for an unknown title. */
  urlFor(title: string): string
  close(): Promise<void>
}

/** The entry whose page never answers with anything but 500. */
export const failingTitle = 'Pomona 2708'

const html = 'text/html; charset=utf-8'

const pageSources: readonly PageSource[] = [
  {
    title: 'Flatter wait-free hazard pointers',
    path: '/2020/07/hazard-pointers/',
    file: 'hazard-pointers.html',
    style: 'complete Open Graph, site name behind the title',
    provides: [
      'title',
      'authors',
      'site_name',
      'description',
      'image_url',
      'published_at',
      'language',
      'canonical_url',
      'kind',
    ],
  },
  {
    title: 'Nonblocking Algorithms and Scalable Multicore Programming',
    path: '/detail?id=2492433',
    file: 'nonblocking-algorithms.html',
    style: 'citation_* tags of a journal',
    provides: ['title', 'authors', 'site_name', 'published_at', 'language'],
  },
  {
    title: 'What is Memory Safety',
    path: '/2014/07/what-is-memory-safety/',
    file: 'memory-safety.html',
    contentType: 'text/html',
    encoding: 'windows-1252',
    style: 'windows-1252, named in a meta tag only; site name behind the title',
    provides: ['title', 'authors', 'site_name', 'description', 'language', 'canonical_url'],
  },
  {
    title:
      "I/O Is Faster Than the CPU – Let's Partition Resources and Eliminate (Most) OS Abstractions",
    path: '/papers/parakernel.html',
    file: 'parakernel.html',
    contentType: 'text/html; charset=windows-1251',
    encoding: 'utf-8 with BOM',
    style:
      'Dublin Core; the header names a wrong charset, byte order mark and meta tag the right one',
    provides: ['title', 'authors', 'description', 'published_at', 'language'],
  },
  {
    title: 'Ptrace Notes',
    path: '/ptrace.html',
    file: 'ptrace-notes.html',
    style: 'h-entry microformats',
    provides: ['title', 'authors', 'description', 'published_at', 'language'],
  },
  {
    title: 'The Definitive Guide to Modulo Bias and How to Avoid It',
    path: '/blog/modulo-bias',
    file: 'modulo-bias.html',
    style: 'JSON-LD graph, the author by reference',
    provides: [
      'title',
      'authors',
      'site_name',
      'description',
      'image_url',
      'published_at',
      'language',
      'kind',
    ],
  },
  {
    title: 'Sandboxing and Workload Isolation',
    path: '/go/sandboxing',
    movedTo: '/blog/sandboxing-and-workload-isolation/',
    file: 'sandboxing.html',
    style: 'a redirect, then Twitter cards',
    provides: [
      'title',
      'authors',
      'site_name',
      'description',
      'image_url',
      'language',
      'canonical_url',
    ],
  },
  {
    title: 'Seastar',
    path: '/forge/seastar',
    file: 'seastar.html',
    style: 'a code repository',
    provides: ['title', 'site_name', 'description', 'language', 'kind'],
  },
  {
    title: 'Manticore OS',
    path: '/manticore',
    file: 'manticore.html',
    contentType: 'text/html',
    style: 'nothing but a <title>',
    provides: ['title'],
  },
  {
    title: 'vgrep',
    path: '/tools/vgrep?utm_source=roundup&utm_medium=newsletter',
    file: 'vgrep.html',
    style: 'og:title and a description; saved with tracking parameters',
    provides: ['title', 'description', 'language'],
  },
  {
    title: 'scc',
    path: '/tools/scc',
    file: 'scc.html',
    style: 'Twitter card, entities in the description',
    provides: ['title', 'description', 'language'],
  },
  {
    title: 'Performance Engineering of Software Systems',
    path: '/courses/performance-engineering',
    file: 'performance-engineering.html',
    style: 'JSON-LD list, two authors, a course on video',
    provides: [
      'title',
      'authors',
      'site_name',
      'description',
      'image_url',
      'published_at',
      'language',
      'kind',
    ],
  },
  {
    title: 'COMP9242 seL4 Lectures',
    path: '/watch?v=comp9242',
    file: 'sel4-lectures.html',
    style: 'a video page: og:type video.other and JSON-LD',
    provides: ['title', 'authors', 'site_name', 'description', 'published_at', 'language', 'kind'],
  },
  {
    title: failingTitle,
    path: '/shop/pomona-2708',
    file: 'unavailable.html',
    status: 500,
    style: 'always fails with 500',
    provides: [],
  },
]

/** Serves the sample pages on a free port of 127.0.0.1. */
export async function startSamplePages(): Promise<SamplePages> {
  const templates = new Map<string, string>()
  for (const { file } of pageSources) {
    templates.set(file, await readFile(new URL(`./pages/${file}`, import.meta.url), 'utf8'))
  }
  let origin = ''
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin)
    const moved = pageSources.find((page) => page.movedTo && pathOf(page.path) === pathname)
    if (moved) return redirect(response, moved.movedTo ?? '/')
    if (pathname.startsWith('/images/')) return sendPng(response, pathname)
    const page = pageSources.find((each) => pathOf(each.movedTo ?? each.path) === pathname)
    if (!page) return sendNotFound(response)
    const text = (templates.get(page.file) ?? '').replaceAll('{{origin}}', origin)
    response.writeHead(page.status ?? 200, { 'content-type': page.contentType ?? html })
    response.end(encode(text, page.encoding))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const entries = pageSources.map((page) => ({ ...page, url: origin + page.path }))

  return {
    origin,
    entries,
    urlFor(title) {
      const entry = entries.find((each) => each.title === title)
      if (!entry) throw new Error(`No sample page is titled “${title}”.`)
      return entry.url
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** The query never decides which page is meant. */
function pathOf(path: string): string {
  return path.replace(/\?.*$/, '')
}

function encode(text: string, encoding: PageSource['encoding']): Buffer {
  if (encoding === 'windows-1252') return iconv.encode(text, 'windows-1252')
  return Buffer.from(encoding === 'utf-8 with BOM' ? `\uFEFF${text}` : text, 'utf8')
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location })
  response.end()
}

function sendPng(response: ServerResponse, name: string): void {
  response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'max-age=3600' })
  response.end(samplePng(name))
}

function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': html })
  response.end('<!doctype html><title>Not found</title><p>No such page.</p>')
}
