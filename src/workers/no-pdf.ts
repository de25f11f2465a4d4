/**
 * In the place of `unpdf` (`alias` in wrangler.toml). PDF.js computes without a pause, and a
 * hostile file as long as it can; Node gives it a thread that can be ended, a Worker would die of
 * it. A PDF is therefore known by its address here.
 */
export function getDocumentProxy(): never {
  throw new Error('PDFs are not opened on Workers.')
}
