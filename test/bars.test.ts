import { glob, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { scenarios } from '../chaos/scenarios.ts'

/** What mail to readers has to pass; `BARS 12` in the name of a test says that it holds line 12. */
const LINES: Record<string, string> = {
  1: 'a long subject beyond ASCII: encoded, lines within limits, reads back',
  2: 'a sender’s name with a comma, quotes and angle brackets is one mailbox',
  3: 'line ends in a title or a name make no header and no recipient',
  4: 'two addresses in one field are refused',
  5: 'addresses with invisible letters, comments or quotes are refused',
  6: 'an address beyond ASCII fails alone where the relay cannot take it',
  7: 'the text part first, with every link and the way out',
  8: 'the headers by which machines know the list and leave it',
  9: 'DKIM verifies and covers the unsubscribe headers',
  10: 'one Message-ID for a reader and an issue, at every attempt',
  11: 'service mails are marked as automatic and repeat no stranger’s text',
  12: '200 links stay below the size at which Gmail cuts; more are warned of',
  13: 'right-to-left issues say so',
  14: 'both colour schemes; readable in the dark',
  15: 'SPF, DKIM and DMARC are shown; a large send against them needs the owner’s word',
  16: 'looking at an unsubscribe link changes nothing',
  17: 'looking at a confirmation link changes nothing',
  18: 'one-click unsubscribe, at once',
  19: 'unsubscribing twice, or by an old link',
  20: 'who leaves while an issue is sent gets nothing more',
  21: 'the form says the same for every state of an address',
  22: 'tokens: long, hashed, for one purpose, ending, once',
  23: 'the form cannot be used to flood an address, from a network, or at all',
  24: 'the form switched off is nowhere',
  25: 'a status in the form is ignored',
  26: 'suppressed stays suppressed; a forwarded mail does no harm',
  27: 'a temporary refusal is tried again, for days',
  28: 'a dead address is suppressed; a refusal of us pauses and suppresses nobody',
  29: 'a storm of 421 slows us down and uses up no attempt',
  30: 'one bad address of 1,000 stops nobody else',
  31: 'accepted, then the database is gone: in doubt, not sent again',
  32: 'lost after the end of a message: in doubt; before it: tried again',
  33: 'bounces by return path or Message-ID; forged ones are ignored',
  34: 'complaints suppress once',
  35: 'providers’ webhooks: signed or refused',
  61: 'two processes with different clocks make one issue a month',
  62: 'odd days and hours: exactly one issue a month',
  63: 'down at the due time, or restored: caught up or asked, never stale by itself',
  A: 'the sender is killed again and again',
  B: 'connections are cut at every stage',
  C: 'kills while deliveries are planned',
  D: 'the database stops in the middle of a send',
  E: 'a sender that slept past its lease',
  F: 'a mail server that never answers',
  G: 'rival schedulers across the end of a month',
  H: 'kills on the embedded database',
}

/** Line → the files with a test that names it. */
async function findTests(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const file of (await Array.fromAsync(glob('test/**/*.ts'))).sort()) {
    const text = await readFile(file, 'utf8')
    const named = [...text.matchAll(/\(BARS [^)\n]*\)/g)].flatMap(([name]) =>
      // The scenarios of `npm run chaos` are run by one test that fills in their letters.
      name.includes('{letter}') ? scenarios.map(({ letter }) => letter) : lettersIn(name),
    )
    for (const line of new Set(named)) found.set(line, [...(found.get(line) ?? []), file])
  }
  return found
}

const lettersIn = (name: string) => [...name.matchAll(/BARS (\w+)/g)].map(([, line = '']) => line)

it('each line of what mail has to pass has a test that names it, and docs/bars.md lists them', async () => {
  const found = await findTests()
  expect(Object.keys(LINES).filter((line) => !found.has(line))).toEqual([])
  const rows = Object.entries(LINES).map(([line, what]) => {
    const files = (found.get(line) ?? []).map((file) => `[${file.slice(5)}](../${file})`)
    return `| ${line} | ${what} | ${files.join(', ')} |`
  })
  const page = `# What mail has to pass, and where it is tested

The number or letter stands in the names of the tests: \`npm test -- -t 'BARS 12'\`. What A to H did in full, see [reliability](reliability.md).

| line | what | tests, below \`test/\` |
|---|---|---|
${rows.join('\n')}

This page is made by \`test/bars.test.ts\`; \`npm test -- test/bars.test.ts -u\` writes it anew.
`
  await expect(page).toMatchFileSnapshot('../docs/bars.md')
})
