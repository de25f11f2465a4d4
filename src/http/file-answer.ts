import type { Context } from 'hono'

/** A file to keep. Names beyond ASCII go as RFC 6266 §4.3 has them. */
export function fileAnswer(
  c: Context,
  body: string | ReadableStream,
  name: string,
  contentType: string,
): Response {
  const plain = name.replace(/[^\w.-]/g, '_')
  const full = plain === name ? '' : `; filename*=UTF-8''${encodeURIComponent(name)}`
  return c.body(body, 200, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${plain}"${full}`,
  })
}
