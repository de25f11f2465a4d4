import { glob, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { findingIn, inGerman } from '../../src/doctor/german-findings.ts'

/** Sentences in the source of the checks, with a word where they fill one in. */
async function sentencesOfChecks(): Promise<string[]> {
  const files = await Array.fromAsync(glob('src/doctor/{check-*,sender-domain,doctor}.ts'))
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return sources.flatMap((source) => {
    const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    return [...code.matchAll(/'((?:[^'\\\n]|\\.)+)'|`((?:[^`\\]|\\.)+)`/g)]
      .map(([, plain, template]) => plain ?? template ?? '')
      .filter((text) => text.includes(' ') && /^[A-Z_"$].*[.:)]$/.test(text))
  })
}

/** "${a} of ${b ? 'x' : 'y'}" as the sentences that it can become. */
function filled(template: string): string[] {
  const choice = /\$\{[^{}]*\?\s*['`]([^'`]*)['`]\s*:\s*['`]([^'`]*)['`]\}/.exec(template)
  if (choice)
    return [choice[1], choice[2]].flatMap((word) => filled(template.replace(choice[0], word ?? '')))
  return [template.replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, 'norn.example')]
}

describe('the findings in German', () => {
  it('have a German sentence for each that a check can say', async () => {
    const sentences = (await sentencesOfChecks()).flatMap(filled)
    expect(sentences.length).toBeGreaterThan(90)
    const same = [
      'PostgreSQL norn.example.',
      // Put together from parts in the code; the table below has them whole.
      'This clock is norn.example that',
      'norn.example, or set the private key',
      'Mails from norn.example are norn.example',
    ]
    const missing = sentences.filter(
      (text) => inGerman(text) === text && !same.some((start) => text.startsWith(start)),
    )
    expect(missing).toEqual([])
  })

  it.each([
    [
      'SPF of norn.example: "foo" is no SPF term.',
      'SPF von norn.example: "foo" ist kein SPF-Ausdruck.',
    ],
    [
      'They come back by a bounce hook and Postmark.',
      'Sie kommen zurück über einen Bounce-Hook und Postmark.',
    ],
    [
      'This clock is 7 s behind that of the database.',
      'Diese Uhr geht 7 s nach gegenüber der Datenbank.',
    ],
    [
      'Mails from a.example are not signed here, their return path is at b.example: nothing that is seen here speaks for a.example.',
      'Mails von a.example werden hier nicht unterschrieben, ihr Rückweg liegt bei b.example: Nichts, was von hier zu sehen ist, spricht für a.example.',
    ],
    [
      'Add a TXT record to k.example: "v=DKIM1; p=x", or set the private key that belongs to the record.',
      'Legen Sie einen TXT-Eintrag für k.example an: "v=DKIM1; p=x", oder setzen Sie den privaten Schlüssel, der zum Eintrag gehört.',
    ],
    ['535 go away', '535 go away'],
  ])('say %j as %j', (english, german) => {
    expect(inGerman(english)).toBe(german)
  })

  it('stay English elsewhere', () => {
    const finding = { check: 'spf', status: 'fail', text: 'Keep one.', fix: 'Keep one.' } as const
    expect(findingIn('en-GB', finding)).toEqual(finding)
    expect(findingIn('de-AT', finding)).toMatchObject({ text: 'Behalten Sie einen.' })
  })
})
