import { knownLocale } from '../../../../render/locale.ts'
import { homeOf } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { roomMessage } from '../layout.ts'
import { accessWords } from './words.ts'

/** The room of another role: says who can open it. */
export function refusedPage(props: { site: Site; csrf: string; names: string[] }): Html {
  const { site, csrf, names } = props
  const { locale } = site.publication
  const words = accessWords(locale)
  const list = new Intl.ListFormat(knownLocale(locale), { type: 'disjunction' })
  return roomMessage({
    site,
    csrf,
    title: words.refusedTitle,
    text: words.refusedText(list.format(names)),
    link: { href: homeOf(site.viewer), text: words.goBack },
  })
}
