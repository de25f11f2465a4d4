import { Liquid } from 'liquidjs'

/**
 * Mail templates by their name below `emails/` ("issue.mjml", "partials/head.mjml").
 * Node reads them from the folder, Workers bundles them.
 */
export type TemplateFiles = Record<string, string>

export interface Templates {
  /** Liquid → MJML; each value is escaped unless the template says `raw`. */
  mjml(name: string, data: object): Promise<string>
  /** Liquid → plain text; nothing is escaped. */
  text(name: string, data: object): Promise<string>
}

export function createTemplates(files: TemplateFiles): Templates {
  // Own properties and strict variables: a value that is not passed is an error at once, not a gap
  // in a mail. Nothing from outside is ever parsed as a template.
  const options = {
    templates: files,
    cache: true,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    // Nothing is formatted by it. To find out one by itself takes a twentieth of a start.
    locale: 'en',
  } as const
  const markup = new Liquid({ ...options, outputEscape: 'escape' })
  const plain = new Liquid(options)
  return {
    mjml: (name, data) => markup.renderFile(`${name}.mjml`, data),
    text: (name, data) => plain.renderFile(`${name}.txt.liquid`, data),
  }
}

/**
 * MJML → HTML. `fonts: {}` because MJML links a Google font whenever a text names it in CSS;
 * includes stay off because a note may hold `<mj-include>`.
 */
export async function compileMjml(mjml: string): Promise<string> {
  // Loaded when first needed: it takes longer than all the rest of us, and most commands never do.
  const { default: mjml2html } = await import('mjml')
  const { html, errors } = await mjml2html(mjml, {
    validationLevel: 'soft',
    keepComments: false,
    ignoreIncludes: true,
    fonts: {},
    filePath: '',
  })
  if (errors.length > 0) {
    throw new Error(`Mail template: ${errors.map((error) => error.formattedMessage).join('; ')}`)
  }
  return dense(html)
}

/** Without MJML's indentation, which a quarter of the bytes would be; code in notes keeps its own. */
function dense(html: string): string {
  return html
    .split(/(<pre[\s\S]*?<\/pre>)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\n\s+/g, '\n')))
    .join('')
    .trim()
}
