export const POST_FORMATS = ['markdown', 'html', 'wxr'] as const
export type PostFormat = (typeof POST_FORMATS)[number]

/** Characters of one post; a year of roundups is a tenth of it. */
export const MOST_POST_LENGTH = 2_000_000
export const MOST_ENTRIES = 1_000
/** Posts of one file. */
export const MOST_POSTS = 500
/** Bytes of a file with many posts. */
export const MOST_FILE_BYTES = 32 * 1024 * 1024
