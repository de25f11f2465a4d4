/** What an arrangement of an issue is, for `editIssue`: sections in order, each with its entries. */
export interface ArrangedEntry {
  id?: number
  link_id?: number
}
export interface ArrangedSection {
  name: string | null
  entries: ArrangedEntry[]
}

export type Step = 'up' | 'down' | 'previous' | 'next'

/** Copies of the sections with their entries' ids alone; the group without a name is last. */
export function arrangementOf(
  sections: readonly { name: string | null; entries: readonly { id: number }[] }[],
): ArrangedSection[] {
  const copies = sections.map(({ name, entries }) => ({
    name,
    entries: entries.map(({ id }) => ({ id })),
  }))
  return [
    ...copies.filter(({ name }) => name !== null),
    ...copies.filter(({ name }) => name === null),
  ]
}

/** Where an entry stands; undefined when it does not. */
export function placeOf(
  sections: readonly ArrangedSection[],
  id: number,
): { section: number; index: number } | undefined {
  for (const [section, { entries }] of sections.entries()) {
    const index = entries.findIndex((entry) => entry.id === id)
    if (index >= 0) return { section, index }
  }
  return undefined
}

/**
 * Moves an entry one place, or to the section before or after. At the end of its section "down"
 * goes to the top of the next one, and "up" from the top to the end of the one before.
 */
export function moveEntry(sections: ArrangedSection[], id: number, step: Step): ArrangedSection[] {
  const at = placeOf(sections, id)
  const length = at && sections[at.section]?.entries.length
  if (!at || length === undefined) return sections
  const { section, index } = at
  if (step === 'previous') return placeEntry(sections, id, section - 1, Number.MAX_SAFE_INTEGER)
  if (step === 'next') return placeEntry(sections, id, section + 1, 0)
  if (step === 'up')
    return index > 0
      ? placeEntry(sections, id, section, index - 1)
      : placeEntry(sections, id, section - 1, Number.MAX_SAFE_INTEGER)
  return index < length - 1
    ? placeEntry(sections, id, section, index + 1)
    : placeEntry(sections, id, section + 1, 0)
}

/** Puts an entry at a place of a section, counted without it; a section that is none changes nothing. */
export function placeEntry(
  sections: ArrangedSection[],
  id: number,
  section: number,
  index: number,
): ArrangedSection[] {
  if (!sections[section] || !placeOf(sections, id)) return sections
  return sections.map(({ name, entries }, number) => {
    const others = entries.filter((entry) => entry.id !== id)
    if (number !== section) return { name, entries: others }
    const place = Math.max(0, Math.min(index, others.length))
    return { name, entries: [...others.slice(0, place), { id }, ...others.slice(place)] }
  })
}

/** Takes an entry out of the issue; its link stays. */
export function removeEntry(sections: ArrangedSection[], id: number): ArrangedSection[] {
  return sections.map(({ name, entries }) => ({
    name,
    entries: entries.filter((entry) => entry.id !== id),
  }))
}

/** Adds a link at the end of a section, which comes to be if it is new. */
export function addLink(
  sections: ArrangedSection[],
  linkId: number,
  name: string | null,
): ArrangedSection[] {
  const all = sections.some((section) => section.name === name)
    ? sections
    : addSection(sections, name)
  return all.map((section) =>
    section.name === name ? { name, entries: [...section.entries, { link_id: linkId }] } : section,
  )
}

/** A new section goes after the others that have a name. */
export function addSection(sections: ArrangedSection[], name: string | null): ArrangedSection[] {
  if (sections.some((section) => section.name === name)) return sections
  return [
    ...sections.filter((section) => section.name !== null),
    { name, entries: [] },
    ...sections.filter((section) => section.name === null),
  ]
}

/** A name that another section has joins the two. */
export function renameSection(
  sections: ArrangedSection[],
  from: string,
  to: string,
): ArrangedSection[] {
  if (from === to) return sections
  const renamed = sections.find(({ name }) => name === from)
  if (!renamed) return sections
  if (!sections.some(({ name }) => name === to))
    return sections.map((each) => (each === renamed ? { ...each, name: to } : each))
  return sections
    .filter((each) => each !== renamed)
    .map((each) =>
      each.name === to ? { name: to, entries: [...each.entries, ...renamed.entries] } : each,
    )
}

/** Entries of a section that goes stand under no heading. */
export function removeSection(sections: ArrangedSection[], name: string): ArrangedSection[] {
  const gone = sections.find((section) => section.name === name)
  if (!gone) return sections
  const others = addSection(
    sections.filter((section) => section !== gone),
    null,
  )
  return others.map((section) =>
    section.name === null
      ? { name: null, entries: [...section.entries, ...gone.entries] }
      : section,
  )
}

export function moveSection(
  sections: ArrangedSection[],
  name: string,
  step: 'up' | 'down',
): ArrangedSection[] {
  const named = sections.filter((section) => section.name !== null)
  const at = named.findIndex((section) => section.name === name)
  const to = step === 'up' ? at - 1 : at + 1
  const [here, there] = [named[at], named[to]]
  if (!here || !there) return sections
  named[at] = there
  named[to] = here
  return [...named, ...sections.filter((section) => section.name === null)]
}

/** By numbers typed beside the entries, lowest first; equal ones keep their order. */
export function orderByNumbers(
  sections: ArrangedSection[],
  numbers: ReadonlyMap<number, number>,
): ArrangedSection[] {
  return sections.map(({ name, entries }) => ({
    name,
    entries: entries
      .map((entry, index) => ({ entry, number: numbers.get(entry.id ?? 0) ?? index + 1, index }))
      .sort((a, b) => a.number - b.number || a.index - b.index)
      .map(({ entry }) => entry),
  }))
}
