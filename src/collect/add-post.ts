import type { Link, LinkStatus } from '../domain/link.ts'
import {
  findLinkByKey,
  type LinkChanges,
  lockLink,
  type NewLink,
  updateLink,
} from '../store/links.ts'
import { findTagsByPlainName } from '../store/posts.ts'
import type { Db } from '../store/schema.ts'
import { cleanUrl } from './clean-url.ts'
import { addOrMerge, type SaveLinkDeps } from './save-link.ts'

/** A bookmark as a Pinboard client sends it; what is absent was not sent. */
export interface PostInput {
  url: string
  title?: string | undefined
  note?: string | undefined
  /** Without blanks, as Pinboard writes them. */
  tags?: string[] | undefined
  savedAt?: Date | undefined
  isShared?: boolean | undefined
  toRead?: boolean | undefined
  /** `false`: leave a known one as it is. */
  replace: boolean
}

export interface AddPostOptions {
  /** May words of the owner be replaced? If not, a known link only gains what is new. */
  mayEdit: boolean
}

export type AddPostOutcome = 'added' | 'replaced' | 'merged' | 'exists'

/**
 * Saves a bookmark the way Pinboard's posts/add does: a known address is replaced by what was
 * sent (and by that alone), unless the client forbids it. One that is not shared comes in as
 * `skipped`, so that no issue takes it by itself.
 * Throws AppError INVALID_URL.
 */
export function createAddPost({ db, now, fetchAllow, enqueueEnrichment }: SaveLinkDeps) {
  return async function addPost(
    input: PostInput,
    { mayEdit }: AddPostOptions,
  ): Promise<AddPostOutcome> {
    const address = cleanUrl(input.url, fetchAllow)
    return db.transaction().execute(async (trx) => {
      const post = { ...input, tags: input.tags && (await knownSpellings(trx, input.tags)) }
      const known = await findLinkByKey(trx, address.dedupeKey)
      if (known && !input.replace) return 'exists'
      if (known && mayEdit) {
        await replaceWords(trx, known.id, address.dedupeKey, post, now())
        return 'replaced'
      }
      const { isNew } = await addOrMerge(trx, toNewLink(post, address, now()), {
        now: now(),
        enqueueEnrichment,
      })
      return isNew ? 'added' : 'merged'
    })
  }
}

/** "raw_clay" is the tag "raw clay", if there is one. */
async function knownSpellings(db: Db, tags: string[]): Promise<string[]> {
  const names: string[] = []
  for (const tag of tags) names.push((await findTagsByPlainName(db, tag))[0]?.name ?? tag)
  return names
}

function toNewLink(
  post: PostInput,
  { url, dedupeKey }: { url: string; dedupeKey: string },
  now: Date,
): NewLink {
  const title = titleOf(post)
  return {
    url,
    dedupeKey,
    title,
    authors: [],
    note: post.note ?? '',
    section: null,
    tags: post.tags ?? [],
    via: null,
    month: null,
    status: post.isShared === false ? 'skipped' : 'inbox',
    toRead: post.toRead ?? false,
    savedAt: post.savedAt ?? now,
    updatedAt: now,
    provenance: title === null ? {} : { title: 'owner' },
  }
}

async function replaceWords(db: Db, id: number, dedupeKey: string, post: PostInput, now: Date) {
  await lockLink(db, id)
  const link = await findLinkByKey(db, dedupeKey)
  if (!link) return
  const changes: LinkChanges = {
    ...(post.note !== undefined && { note: post.note }),
    ...(post.tags && { tags: post.tags }),
    ...(post.toRead !== undefined && { toRead: post.toRead }),
    ...(post.savedAt && { savedAt: post.savedAt }),
    ...(post.isShared !== undefined && { status: statusOf(link, post.isShared) }),
  }
  const title = titleOf(post)
  const provenance = { ...link.enrichment.provenance }
  // A client sends back the title it was shown: the page's stays the page's.
  if (title !== null && title !== link.title) {
    changes.title = title
    provenance.title = 'owner'
  }
  await updateLink(db, id, { ...changes, provenance }, now)
}

/** What is published stays so; sharing decides only whether an issue may take it. */
function statusOf(link: Link, isShared: boolean): LinkStatus {
  if (link.status === 'published') return 'published'
  return isShared ? 'inbox' : 'skipped'
}

/** Clients that know no title send the address. */
function titleOf(post: PostInput): string | null {
  const title = post.title?.trim() ?? ''
  return title === '' || title === post.url.trim() ? null : title
}
