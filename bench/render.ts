import mjml2html from 'mjml'
import { loadTemplates } from '../src/node/load-templates.ts'
import { createRenderMail } from '../src/render/render-mail.ts'
import { compare, type Result, repeat } from './compare.ts'
import { sampleDocument } from './sample.ts'

/** `renderMail`, against MJML alone with the markup already filled in. */
export async function benchRender(entries: number, roundMs: number): Promise<Result> {
  const renderMail = createRenderMail({ templates: await loadTemplates() })
  const document = await sampleDocument(entries)
  const { mjml } = await renderMail(document)
  return compare({
    name: `render-${entries}`,
    unit: 'renders/s',
    ours: repeat(() => renderMail(document)),
    // The settings of `compileMjml`, so that both do the same work.
    reference: repeat(() =>
      mjml2html(mjml, {
        validationLevel: 'soft',
        keepComments: false,
        ignoreIncludes: true,
        fonts: {},
        filePath: '',
      }),
    ),
    rounds: 7,
    roundMs,
  })
}
