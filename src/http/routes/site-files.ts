import { logoPath, type SiteFileType, sheetPath } from '../../domain/look.ts'
import type { Services } from '../../services.ts'
import { findSiteFile } from '../../store/site-files.ts'
import { newRouter } from '../problem.ts'

/** Stylesheet and logo of the look, named by their content: whoever has one need never ask again. */
export function siteFileRoutes({ db }: Pick<Services, 'db'>) {
  return newRouter().get('/assets/:file{(?:look|logo)\\.[\\w-]{22}\\.\\w+}', async (c, next) => {
    const [, hash = ''] = c.req.param('file').split('.')
    const file = await findSiteFile(db, hash)
    if (!file || pathOf(file) !== c.req.path) return next()
    return c.body(new Uint8Array(file.bytes), 200, {
      'content-type': file.type === 'text/css' ? 'text/css; charset=utf-8' : file.type,
      'cache-control': 'public, max-age=31536000, immutable',
      // Opened on its own it can do nothing, whatever a browser takes it for.
      'content-security-policy': "default-src 'none'",
    })
  })
}

function pathOf({ hash, type }: { hash: string; type: SiteFileType }): string {
  return type === 'text/css' ? sheetPath(hash) : logoPath({ hash, type })
}
