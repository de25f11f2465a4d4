/**
 * A tag without blanks and commas, for protocols that divide tags at these (Pinboard):
 * "raw clay" ⇒ "raw_clay". What such a client sends back is the tag it stands for.
 */
export function plainTag(name: string): string {
  return name.trim().replace(/[\s,]+/g, '_')
}
