import type { Services } from '../../services.ts'
import { newRouter } from '../problem.ts'
import { apiDocsScript, apiDocsStyles } from '../views/api-docs/assets.ts'
import type { Described } from '../views/api-docs/described.ts'
import { apiDocsPage } from '../views/api-docs/page.ts'
import { FEATURES, publicPage, publicText } from '../web-page.ts'

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The description of the API, for programs and for people. It holds no data, so anybody may read it. */
export function openApiRoutes({ readEditorial }: Pick<Services, 'readEditorial'>, baseUrl: string) {
  let text: Promise<string> | undefined
  /** Made when somebody asks: a start need not pay for it. */
  function describe(): Promise<string> {
    text ??= import('../openapi/document.ts').then(({ describeApi }) =>
      JSON.stringify(describeApi(baseUrl)),
    )
    return text
  }

  const router = newRouter()
  for (const base of ['', '/api/v1'])
    router
      .get(`${base}/openapi.json`, async (c) => {
        c.header('access-control-allow-origin', '*')
        return publicText(c, await describe(), 'application/json; charset=utf-8')
      })
      .get(`${base}/docs`, async (c) => {
        c.header('content-security-policy', CSP)
        const site = { publication: await readEditorial(), baseUrl, features: FEATURES }
        const document = JSON.parse(await describe()) as Described
        return publicPage(c, apiDocsPage({ site, document, server: `${baseUrl}/api/v1` }))
      })
  for (const asset of [apiDocsStyles, apiDocsScript])
    router.get(asset.path, (c) =>
      c.body(asset.body, 200, {
        'content-type': asset.contentType,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    )
  return router
}
