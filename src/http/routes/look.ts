import { z } from 'zod'
import { LOOK_FONTS, LOOK_WIDTHS, type Logo, logoPath } from '../../domain/look.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { requireScope } from '../auth.ts'
import { cleanText, readBody } from '../input.ts'
import { newRouter } from '../problem.ts'
import { lookWords } from '../views/rooms/settings/look-words.ts'

const oneOf = (values: readonly string[]) => ({ error: `One of ${values.join(', ')}.` })
export const lookSchema = z.strictObject({
  /** Null is our own. */
  accent: z.string().max(40).nullable().optional(),
  font: z.enum(LOOK_FONTS, oneOf(LOOK_FONTS)).optional(),
  width: z.enum(LOOK_WIDTHS, oneOf(LOOK_WIDTHS)).optional(),
  css: cleanText(200_000).optional(),
  about: cleanText(100_000).optional(),
})

/** The look of the public pages and what is said about the publication; logos go in by the room. */
export function lookApiRoutes({ lookDesk }: Pick<Services, 'lookDesk'>) {
  async function show() {
    const { look, css } = await lookDesk.read()
    const { accent, font, width, logo, darkLogo } = look
    return {
      accent,
      font,
      width,
      css,
      logo: logoJson(logo),
      dark_logo: logoJson(darkLogo),
      about: await lookDesk.readAbout(),
    }
  }

  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => c.json(await show()))
    .patch('/', async (c) => {
      const { about, ...changes } = await readBody(c, lookSchema)
      const { look, css } = await lookDesk.read()
      const problems = await lookDesk.save({
        accent: (changes.accent === undefined ? look.accent : changes.accent) ?? '',
        font: changes.font ?? look.font,
        width: changes.width ?? look.width,
        css: changes.css ?? css,
      })
      const words = lookWords('en')
      const fields = problems.map((problem) => ({
        field: problem.field,
        message: words.problem(problem),
      }))
      const [first] = fields
      if (first) throw new AppError('INVALID_INPUT', `${first.field}: ${first.message}`, { fields })
      if (about !== undefined) await lookDesk.saveAbout(about)
      return c.json(await show())
    })
}

const logoJson = (logo: Logo | null) =>
  logo && { url: logoPath(logo), width: logo.width, height: logo.height }
