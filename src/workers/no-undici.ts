/**
 * In the place of `undici` (`alias` in wrangler.toml), which open-graph-scraper brings along to
 * fetch pages itself. Here it is given pages that the guarded door has fetched.
 */
export function fetch(): never {
  throw new Error('Pages are fetched through the guarded door.')
}
