/** Follows the tokens of a page and fills its parts: which element says what of the page. */
import { createCaptureStack } from './capture-stack.ts'
import {
  ASIDE_CLASS,
  ASIDE_TAGS,
  type Attributes,
  CLASS_HINT,
  isBlank,
  isBylineMark,
  isDateline,
  isMarkedDate,
  MARKED_PROPERTIES,
  OUTER,
  VOID,
} from './markup-marks.ts'
import { type Byline, createParts, type PageDate, type PageParts } from './page-parts.ts'

const LIMITS = {
  metas: 400,
  links: 400,
  jsonLd: 30,
  jsonLdChars: 400_000,
  scripts: 4,
  scriptChars: 4_000,
  bylines: 60,
  dates: 40,
  headings: 4,
  textChars: 1_000,
}

function isMarked(a: Attributes): boolean {
  return (
    a.class !== undefined ||
    a.itemprop !== undefined ||
    a.rel !== undefined ||
    a.pubdate !== undefined ||
    a['data-component'] !== undefined ||
    (a.id !== undefined && CLASS_HINT.test(a.id))
  )
}

export function createCaptures() {
  const parts = createParts()
  const stack = createCaptureStack()
  const aside = { tag: '', nested: 0 }
  let noscripts = 0
  let templates = 0
  let figures = 0
  let jsonLdChars = 0
  /** The byline that is open, so that a name inside it counts for it. */
  let openByline: Byline | null = null

  function capture(tag: string, limit: number, done: (text: string, isClosed: boolean) => void) {
    stack.start(tag, { limit, done })
  }

  function setMarked(name: string, text: string) {
    if (text.trim() !== '' && !parts.marked.has(name)) parts.marked.set(name, text)
  }

  function addByline(tag: string, mark: Byline['mark'], a: Attributes) {
    if (parts.bylines.length >= LIMITS.bylines) return
    const byline: Byline = { mark, text: a.content ?? '', href: a.href ?? '' }
    parts.bylines.push(byline)
    if (byline.text !== '' || VOID.has(tag)) return
    openByline = byline
    const done = (text: string) => {
      // A name marked inside the byline is better than everything that stands there.
      if (byline.text === '') byline.text = text
      if (openByline === byline) openByline = null
    }
    stack.start(tag, { limit: LIMITS.textChars, isByline: true, done })
  }

  function addName(tag: string, a: Attributes) {
    const byline = openByline
    if (byline === null) return
    const set = (text: string) => {
      if (text.trim() !== '' && byline.text === '') byline.text = text
    }
    if (a.content !== undefined) set(a.content)
    else if (!VOID.has(tag)) capture(tag, LIMITS.textChars, set)
  }

  function addDate(tag: string, mark: PageDate['mark'], a: Attributes) {
    if (parts.dates.length >= LIMITS.dates) return
    const date: PageDate = {
      mark,
      value: a.datetime ?? a.content ?? (tag === 'abbr' ? a.title : undefined) ?? '',
    }
    parts.dates.push(date)
    if (date.value === '' && !VOID.has(tag)) {
      capture(tag, 100, (text) => {
        date.value = text
      })
    }
  }

  function openSpecial(tag: string, a: Attributes) {
    switch (tag) {
      case 'html':
        parts.language ||= a.lang || a['xml:lang'] || ''
        break
      case 'meta':
        addMeta(a)
        break
      case 'link':
        if (parts.links.length < LIMITS.links && a.rel !== undefined && a.href !== undefined) {
          parts.links.push({
            rels: a.rel.toLowerCase().split(/\s+/),
            href: a.href,
            type: (a.type ?? '').toLowerCase(),
            hreflang: a.hreflang ?? '',
            media: a.media ?? '',
            title: a.title ?? '',
          })
        }
        break
      case 'base':
        parts.baseHref ||= a.href ?? ''
        break
      case 'noscript':
        noscripts++
        break
      case 'title':
        // One inside noscript asks for scripts.
        if (parts.title === '' && noscripts === 0) {
          capture(tag, LIMITS.textChars * 2, (text, isClosed) => {
            if (parts.title !== '' || text.trim() === '') return
            parts.title = text
            parts.isTitleOpen = !isClosed
          })
        }
        break
      case 'script':
        addScript(a)
        break
      case 'input':
        if (a.type?.toLowerCase() === 'password') parts.hasPasswordField = true
        if (/^(?:password|email)$/i.test(a.type ?? '')) parts.hasLoginField = true
        break
      case 'h1':
        if (parts.headings.length < LIMITS.headings && noscripts === 0) {
          capture(tag, LIMITS.textChars, (text) => parts.headings.push(text))
        }
        break
      case 'h2':
        if (parts.subheading === '' && aside.tag === '' && noscripts === 0) {
          capture(tag, LIMITS.textChars, (text) => {
            parts.subheading ||= text.trim()
          })
        }
        break
      case 'time':
        if (aside.tag === '' && !isMarkedDate(a))
          addDate(tag, /updated|modified/i.test(a.class ?? '') ? 'updated' : 'time', a)
        break
      default:
    }
  }

  function addMeta(a: Attributes) {
    const content = a.content ?? a.value ?? ''
    if (parts.metas.length >= LIMITS.metas || content.trim() === '') return
    const httpEquiv = (a['http-equiv'] ?? '').trim().toLowerCase()
    if (httpEquiv === 'refresh' && noscripts > 0) {
      parts.noscriptRefresh ||= content
      return
    }
    const names = [a.property, a.name]
      .flatMap((name) => (name ?? '').toLowerCase().split(/\s+/))
      .filter(Boolean)
    parts.metas.push({
      names: [...new Set(names)],
      itemprop: (a.itemprop ?? '').toLowerCase(),
      httpEquiv,
      content,
    })
  }

  function addScript(a: Attributes) {
    const type = (a.type ?? '').toLowerCase()
    if (type.includes('ld+json')) {
      if (parts.jsonLd.length >= LIMITS.jsonLd || jsonLdChars > LIMITS.jsonLdChars) return
      capture('script', LIMITS.jsonLdChars, (text) => {
        jsonLdChars += text.length
        parts.jsonLd.push(text)
      })
    } else if (parts.scripts.length < LIMITS.scripts && a.src === undefined) {
      capture('script', LIMITS.scriptChars, (text) => parts.scripts.push(text))
    }
  }

  function openMarked(tag: string, a: Attributes) {
    const classes = a.class !== undefined && CLASS_HINT.test(a.class) ? a.class.split(/\s+/) : []
    if (classes.some((name) => ASIDE_CLASS.test(name)) && aside.tag === '' && !OUTER.has(tag)) {
      aside.tag = tag
      aside.nested = 0
      return
    }
    if (aside.tag !== '') return
    const properties = a.itemprop?.toLowerCase().split(/\s+/) ?? []
    if (classes.includes('h-entry') || classes.includes('hentry')) parts.entries++
    if (properties.includes('name') || classes.includes('p-name') || classes.includes('fn'))
      addName(tag, a)
    if (a.rel !== undefined && tag === 'a' && /(?:^|\s)author(?:\s|$)/i.test(a.rel))
      addByline(tag, 'rel', a)
    else if (properties.includes('author') || properties.includes('creator'))
      addByline(tag, 'itemprop', a)
    else if (
      classes.includes('p-author') ||
      (classes.includes('author') && classes.includes('vcard'))
    ) {
      addByline(tag, 'microformats', a)
    } else if (
      openByline === null &&
      figures === 0 && // who took the picture
      !OUTER.has(tag) &&
      [...classes, a.id ?? '', a['data-component'] ?? ''].some(isBylineMark)
    ) {
      addByline(tag, 'class', a)
    }
    if (isMarkedDate(a))
      addDate(tag, properties.includes('datepublished') ? 'itemprop' : 'microformats', a)
    else if (properties.includes('datecreated')) addDate(tag, 'created', a)
    else if (isDateline(a) && tag !== 'time') addDate(tag, 'class', a)
    for (const property of properties) {
      if (!MARKED_PROPERTIES.has(property) || property === 'datepublished') continue
      if (property === 'name' && openByline !== null) continue
      const value = a.content ?? (property === 'image' ? (a.src ?? a.href) : undefined)
      if (value !== undefined) setMarked(property, value)
      else if (!VOID.has(tag) && property !== 'image') {
        capture(tag, LIMITS.textChars, (text) => setMarked(property, text))
      }
    }
    if (openByline !== null) return
    for (const name of ['p-name', 'entry-title', 'p-summary'] as const) {
      if (classes.includes(name) && !VOID.has(tag)) {
        capture(tag, LIMITS.textChars, (text) => setMarked(name, text))
      }
    }
    if (classes.includes('u-photo') && a.src !== undefined) setMarked('u-photo', a.src)
  }

  return {
    open(tag: string, a: Attributes, isDrawing: boolean) {
      if (tag === 'template') templates++
      // What is in a template is no part of the page.
      if (isDrawing || templates > 0) return
      stack.enter(tag)
      if (tag === 'figure') figures++
      if (aside.tag === tag) aside.nested++
      else if (aside.tag === '' && ASIDE_TAGS.has(tag)) {
        aside.tag = tag
        aside.nested = 0
      }
      openSpecial(tag, a)
      if (isMarked(a)) openMarked(tag, a)
    },
    close(tag: string) {
      if (tag === 'template' && templates > 0) templates--
      if (templates > 0) return
      if (tag === 'noscript' && noscripts > 0) noscripts--
      if (tag === 'figure' && figures > 0) figures--
      if (aside.tag === tag && aside.nested-- === 0) aside.tag = ''
      stack.leave(tag)
    },
    text(html: string, start: number, end: number, isHidden: boolean) {
      stack.add(html, start, end)
      if (isHidden || isBlank(html, start, end)) return
      parts.textLength += end - start
    },
    entity(text: string) {
      stack.add(text)
    },
    finish(): PageParts {
      stack.finish()
      return parts
    },
  }
}
