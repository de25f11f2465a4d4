import { cleanUrl } from '../collect/clean-url.ts'
import { DEFAULT_SECTIONS } from '../domain/editorial.ts'
import { deleteLink, insertLink } from '../store/links.ts'
import type { Database, Db } from '../store/schema.ts'
import { findSectionNames } from '../store/sections.ts'
import { readSetting, writeSetting, writeSettingOnce } from '../store/settings.ts'
import { SAMPLE_LINKS } from './sample-month-data.ts'

const KEY = 'sample_month'
/** Apart, so that they have an order; near, so that they are of one month. */
const APART_MS = 1_000

/** What loading added, to be taken away again; `by` names the one of several loaders that did it. */
interface Added {
  by: string
  links: number[]
  sections: string[]
  tags: string[]
}

export type SampleMonth = ReturnType<typeof createSampleMonth>

/** A few links with notes, to see an issue before there are links of one's own. Fetches nothing. */
export function createSampleMonth({ db, now }: { db: Database; now: () => Date }) {
  const added = () => readSetting<Added>(db, KEY)

  async function load(trx: Db): Promise<Omit<Added, 'by'>> {
    const before = await findSectionNames(trx)
    const tagsBefore = await tagKeys(trx)
    const [first = '', second = ''] = before.length > 1 ? before : DEFAULT_SECTIONS
    const links: number[] = []
    for (const [index, sample] of SAMPLE_LINKS.entries()) {
      const { url, dedupeKey } = cleanUrl(sample.url, [])
      const savedAt = new Date(now().getTime() - index * APART_MS)
      // A page that is known already is the owner's own and stays so.
      const id = await insertLink(trx, {
        url,
        dedupeKey,
        title: sample.title,
        authors: sample.authors,
        note: sample.note,
        section: sample.section === 'first' ? first : second,
        tags: sample.tags,
        via: null,
        month: null,
        savedAt,
        updatedAt: now(),
        provenance: {},
        metadata: {
          siteName: sample.siteName,
          description: sample.description,
          kind: sample.kind,
          language: 'en',
        },
        enrichment: { status: 'done', error: null },
      })
      if (id !== undefined) links.push(id)
    }
    const isNew = (known: readonly string[]) => (name: string) => !known.includes(name)
    return {
      links,
      sections: (await findSectionNames(trx)).filter(isNew(before)),
      tags: (await tagKeys(trx)).filter(isNew(tagsBefore)),
    }
  }

  /** Answers how many links stay: those that the owner has written into. */
  async function takeAway(trx: Db, { links: all, sections, tags }: Added): Promise<number> {
    const written = await findWritten(trx, all)
    const links = all.filter((id) => !written.includes(id))
    if (links.length > 0)
      await trx
        .deleteFrom('entry')
        .where('link_id', 'in', links)
        .where('issue_id', 'in', (issues) =>
          issues.selectFrom('issue').select('id').where('published_at', 'is', null),
        )
        .execute()
    for (const id of links) await deleteLink(trx, id, now())
    // What the owner has come to use meanwhile stays.
    if (tags.length > 0)
      await trx
        .deleteFrom('tag')
        .where('key', 'in', tags)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('link_tag').select('link_id').whereRef('link_tag.tag_id', '=', 'tag.id'),
            ),
          ),
        )
        .execute()
    if (sections.length > 0)
      await trx
        .deleteFrom('section')
        .where('name', 'in', sections)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(selectFrom('link').select('id').whereRef('link.section_id', '=', 'section.id')),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('source').select('id').whereRef('source.section_id', '=', 'section.id'),
            ),
          ),
        )
        .execute()
    return written.length
  }

  return {
    async isLoaded(): Promise<boolean> {
      return (await added()) !== undefined
    },
    /** Does the issue hold links of it that say what the sample says? */
    async isIn(issueId: number, trx: Db = db): Promise<boolean> {
      const links = (await readSetting<Added>(trx, KEY))?.links ?? []
      const written = await findWritten(trx, links)
      const sample = links.filter((id) => !written.includes(id))
      if (sample.length === 0) return false
      const entry = await trx
        .selectFrom('entry')
        .select('link_id')
        .where('issue_id', '=', issueId)
        .where('link_id', 'in', sample)
        .limit(1)
        .executeTakeFirst()
      return entry !== undefined
    },
    /** Ids of its links. */
    async linkIds(): Promise<number[]> {
      return (await added())?.links ?? []
    },
    /** Once; a second time changes nothing. Answers how many links there are of it. */
    async load(): Promise<number> {
      return db.transaction().execute(async (trx) => {
        const by = crypto.randomUUID()
        // Whoever presses twice waits here, and finds what the first press has loaded.
        const known = await writeSettingOnce<Added>(trx, KEY, {
          by,
          links: [],
          sections: [],
          tags: [],
        })
        if (known.by !== by) return known.links.length
        const loaded = await load(trx)
        await writeSetting(trx, KEY, { by, ...loaded })
        return loaded.links.length
      })
    },
    /**
     * Takes away what loading added and nothing else. A link whose title or note the owner has
     * changed is theirs and stays; issues that are out keep their entries. Answers how many stay.
     */
    async remove(): Promise<number> {
      return db.transaction().execute(async (trx) => {
        const known = await readSetting<Added>(trx, KEY)
        if (!known) return 0
        const staying = await takeAway(trx, known)
        await trx.deleteFrom('setting').where('key', '=', KEY).execute()
        return staying
      })
    },
  }
}

/** Of these links, the ones that say something else than the sample did. */
async function findWritten(db: Db, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('link')
    .select(['id', 'title', 'note'])
    .where('id', 'in', ids)
    .forUpdate()
    .execute()
  const isSample = (row: { title: string | null; note: string }) =>
    SAMPLE_LINKS.some(({ title, note }) => title === row.title && note === row.note)
  return rows.filter((row) => !isSample(row)).map(({ id }) => id)
}

async function tagKeys(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('tag').select('key').execute()
  return rows.map(({ key }) => key)
}
