import { thumbnailPath } from '../../domain/thumbnail.ts'
import { findImage } from '../../store/link-images.ts'
import type { Database } from '../../store/schema.ts'
import { newRouter } from '../problem.ts'

/** Thumbnails, named by their content: whoever has one need never ask again. */
export function imageRoutes({ db }: { db: Database }) {
  return newRouter().get('/:file', async (c) => {
    const [, hash = ''] = /^([\w-]{22,64})\.(?:webp|jpg)$/.exec(c.req.param('file')) ?? []
    const image = hash === '' ? undefined : await findImage(db, hash)
    if (!image || thumbnailPath({ hash, type: image.type }) !== c.req.path)
      return c.text('There is no such picture.', 404)
    return c.body(new Uint8Array(image.bytes), 200, {
      'content-type': image.type,
      'cache-control': 'public, max-age=31536000, immutable',
      // Opened on its own it can do nothing, whatever a browser takes it for.
      'content-security-policy': "default-src 'none'",
    })
  })
}
