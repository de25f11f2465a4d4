import { describe, expect, it } from 'vitest'
import { mailHtmlToText } from '../../../src/collect/inbound/mail-html.ts'
import { linksOf } from '../../../src/collect/inbound/mail-links.ts'
import { ownLines } from '../../../src/collect/inbound/own-text.ts'
import { readSubject } from '../../../src/collect/inbound/read-subject.ts'

const A = 'https://a.example/x'
const B = 'https://b.example/y'

function read(text: string, options: { isReply?: boolean; leave?: string[] } = {}) {
  return linksOf(ownLines(text, options.isReply ?? false), options.leave ?? []).map(
    ({ url, note }) => [url, note],
  )
}
const readHtml = (html: string) => read(mailHtmlToText(html))

describe('the links of a mail and the words above them', () => {
  it.each([
    ['a link alone', A, [[A, '']]],
    ['words, then a link', `Worth it.\n\n${A}\n`, [[A, 'Worth it.']]],
    ['words right above', `Worth it:\n${A}`, [[A, 'Worth it:']]],
    ['several paragraphs', `One\ntwo.\n\nThree.\n\n${A}`, [[A, 'One\ntwo.\n\nThree.']]],
    [
      'two links with words each',
      `First.\n\n${A}\n\nSecond.\n\n${B}`,
      [
        [A, 'First.'],
        [B, 'Second.'],
      ],
    ],
    [
      'two links below each other',
      `Both.\n${A}\n${B}`,
      [
        [A, 'Both.'],
        [B, ''],
      ],
    ],
    [
      'a list',
      `- Good: ${A}\n- Better: ${B}`,
      [
        [A, 'Good:'],
        [B, 'Better:'],
      ],
    ],
    ['words in front', `Worth it: ${A}`, [[A, 'Worth it:']]],
    ['a sentence around it', `Look at ${A}, it is good.`, [[A, `Look at ${A}, it is good.`]]],
    ['a sentence over two lines', `I found ${A}\nto be good.`, [[A, `I found ${A}`]]],
    ['words behind it', `${A} (via Ida)`, [[A, '(via Ida)']]],
    ['words below the only one', `${A}\n\nWorth it.`, [[A, 'Worth it.']]],
    [
      'words below the last of two',
      `One\n${A}\nTwo\n${B}\n\nBye`,
      [
        [A, 'One'],
        [B, 'Two'],
      ],
    ],
    [
      'one line with two',
      `${A} and ${B}`,
      [
        [A, ''],
        [B, ''],
      ],
    ],
    ['angle brackets', `See <${A}>`, [[A, 'See']]],
    ['what Outlook writes', `See ${A}<${A}>`, [[A, 'See']]],
    [
      'brackets over lines',
      `See\n<https://a.example/a-long-\nway/to/go?x=1&\ny=2>`,
      [['https://a.example/a-long-way/to/go?x=1&y=2', 'See']],
    ],
    [
      'punctuation behind',
      `(${A}). Or "${B}"!`,
      [
        [A, ''],
        [B, ''],
      ],
    ],
    [
      'brackets inside',
      'https://en.example/wiki/Salt_(a)',
      [['https://en.example/wiki/Salt_(a)', '']],
    ],
    ['no scheme', 'See www.a.example/x.', [['www.a.example/x', 'See']]],
    ['a mail address', 'Write to ida@www.a.example or mailto:ida@a.example', []],
    ['Markdown', `I liked [this piece](${A}).`, [[A, 'I liked this piece']]],
    ['Markdown inside a sentence', `I liked [this](${A}) a lot.`, [[A, 'I liked this a lot.']]],
    ['a title in Markdown alone', `Worth it.\n\n[Clocks](<${A}>)`, [[A, 'Worth it.']]],
    ['a rule between', `One\n\n---\n\n${A}`, [[A, 'One']]],
    ['Markdown’s quotation', `> A line from it.\n\n${A}`, [[A, '> A line from it.']]],
  ])('reads %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('leaves out signatures and what programs write below', () => {
    for (const end of [
      'Sent from my iPhone',
      'Von meinem iPhone gesendet',
      'Get Outlook for iOS<https://aka.example/o0ukef>',
      'Get [Outlook for Android](<https://aka.example/AAb9ysg>)',
      'Envoyé de mon iPad',
      'Sent with Proton Mail secure email.',
      'iPhoneから送信',
      '-- \nIda\nhttps://ida.example/',
      '--\nIda',
    ])
      expect(read(`Worth it.\n\n${A}\n\n${end}\n`)).toEqual([[A, 'Worth it.']])
  })

  it.each([
    ['a line about leaving', `Words.\n${A}\n\nTo unsubscribe, click here: https://l.example/u/1`],
    [
      'a link so called',
      `Words.\n${A}\n\n[Unsubscribe](<https://l.example/1>) | [Manage your preferences](<https://l.example/2>)`,
    ],
    ['an address so called', `Words.\n${A}\n\nhttps://l.example/unsubscribe?u=1`],
    ['the address of the header', `Words.\n${A}\n\nhttps://l.example/bye`],
    ['German', `Words.\n${A}\n\nHier abmelden: https://l.example/x`],
  ])('leaves out the way out of a list: %s', (_, text) => {
    expect(read(text, { leave: ['https://l.example/bye'] })).toEqual([[A, 'Words.']])
  })

  it('keeps an article about unsubscribing', () => {
    const url = 'https://a.example/how-to-unsubscribe-from-everything'
    expect(read(`How to unsubscribe from everything\n${url}`)).toEqual([
      [url, 'How to unsubscribe from everything'],
    ])
  })
})

describe('forwarded mail', () => {
  const inner = `Hello,\n\nthis is good:\n${A}\n\n-- \nOlga\nhttps://olga.example`
  const cases: [string, string][] = [
    [
      'Gmail',
      `For August.\n\n---------- Forwarded message ---------\nFrom: Olga <olga@a.example>\nDate: Mon, Jul 3, 2023 at 9:00 AM\nSubject: Clocks\nTo: Ida <ida@b.example>,\n Bo <bo@b.example>\n\n\n${inner}`,
    ],
    [
      'Apple Mail',
      `For August.\n\n> Begin forwarded message:\n> \n> From: Olga <olga@a.example>\n> Subject: Clocks\n> Date: July 3, 2023 at 9:00:00 AM GMT+2\n> To: Ida <ida@b.example>\n> \n${inner.replace(/^/gm, '> ')}`,
    ],
    [
      'Thunderbird',
      `For August.\n\n-------- Forwarded Message --------\nSubject: \tClocks\nDate: \tMon, 3 Jul 2023 09:00:00 +0200\nFrom: \tOlga <olga@a.example>\nTo: \tIda <ida@b.example>\n\n${inner}`,
    ],
    [
      'Outlook',
      `For August.\n\n________________________________\nFrom: Olga <olga@a.example>\nSent: Monday, July 3, 2023 9:00 AM\nTo: Ida <ida@b.example>\nSubject: Clocks\n\n${inner}`,
    ],
    [
      'Apple Mail in German',
      `For August.\n\n> Anfang der weitergeleiteten Nachricht:\n> \n> Von: Olga <olga@a.example>\n> Betreff: Aw: Clocks\n> Datum: 3. Juli 2023 um 09:00:00 MESZ\n> An: Ida <ida@b.example>\n> \n${inner.replace(/^/gm, '> ')}`,
    ],
    [
      'an owner with a signature',
      `For August.\n\n-- \nIda\nhttps://ida.example\n\n---------- Forwarded message ---------\nVon: Olga <olga@a.example>\nDate: Mo., 3. Juli 2023 um 09:00 Uhr\nSubject: Clocks\nTo: Ida <ida@b.example>\n\n${inner}`,
    ],
  ]
  it.each(cases)('of %s is read without its headers and signatures', (_, text) => {
    expect(read(text)).toEqual([[A, 'For August.\n\nHello,\n\nthis is good:']])
  })
})

describe('a reply', () => {
  it.each([
    [
      'Gmail',
      `Worth it.\n${A}\n\nOn Mon, Jul 3, 2023 at 9:00 AM Olga <olga@a.example> wrote:\n\n> Hello ${B}\n>> deeper`,
    ],
    [
      'a broken line',
      `Worth it.\n${A}\n\nOn Mon, Jul 3, 2023 at 9:00 AM Olga Very Long Name\n<olga@a.example> wrote:\n> Hello ${B}`,
    ],
    [
      'German',
      `Worth it.\n${A}\n\nAm Mo., 3. Juli 2023 um 09:00 Uhr schrieb Olga <olga@a.example>:\n> Hello ${B}`,
    ],
    [
      'no marks',
      `Worth it.\n${A}\n\nOn 3 Jul 2023, at 09:00, Olga <olga@a.example> wrote:\n\nHello ${B}`,
    ],
    [
      'Outlook',
      `Worth it.\n${A}\n\nFrom: Olga <olga@a.example>\nSent: Monday, July 3, 2023 9:00 AM\nTo: Ida\nSubject: Clocks\n\nHello ${B}`,
    ],
    [
      'old Outlook',
      `Worth it.\n${A}\n\n-----Original Message-----\nFrom: Olga\nSent: Monday, July 3, 2023\nTo: Ida\nSubject: x\n\nHello ${B}`,
    ],
  ])('is read without what it repeats (%s)', (_, text) => {
    expect(read(text, { isReply: true })).toEqual([[A, 'Worth it.']])
  })
})

describe('an HTML mail', () => {
  it.each([
    ['paragraphs', `<p>Worth it.</p><p><a href="${A}">Clocks</a></p>`, [[A, 'Worth it.']]],
    [
      'Gmail’s lines',
      `<div dir="ltr">Worth<div>it.<div><br></div><div><a href="${A}">${A}</a></div></div></div>`,
      [[A, 'Worth\nit.']],
    ],
    [
      'a list',
      `<ul><li>Good: <a href="${A}">one</a></li><li><a href="${B}">Two</a>: better</li></ul>`,
      [
        [A, 'Good: one'],
        [B, 'better'],
      ],
    ],
    [
      'entities',
      `<p>Salt &amp; ash&nbsp;&lt;b&gt;</p><a href="https://a.example/?a=1&amp;b=2">x</a>`,
      [['https://a.example/?a=1&b=2', 'Salt & ash <b>']],
    ],
    [
      'hidden text',
      `<head><title>T</title><style>p{}</style></head><div style="display:none">Hidden https://h.example</div><p>Seen</p><a href="${A}">x</a><script>1</script>`,
      [[A, 'Seen']],
    ],
    [
      'logos beside words',
      `<a href="https://logo.example"><img src="x" alt="Logo"></a><p>Worth it.</p><a href="${A}">Clocks</a>`,
      [[A, 'Worth it.']],
    ],
    ['only a picture', `<p>Worth it.</p><a href="${A}"><img src="x"></a>`, [[A, 'Worth it.']]],
    [
      'no web addresses',
      `<a href="mailto:a@b.example">Mail</a><a href="javascript:alert(1)">x</a><a>y</a>`,
      [],
    ],
    [
      'titles with their words below',
      `<h2><a href="${A}">Clocks</a></h2><p>On clocks.</p><h2><a href="${B}">Salt</a></h2><p>On salt.</p><p>Bye</p>`,
      [
        [A, 'On clocks.'],
        [B, 'On salt.'],
      ],
    ],
    ['brackets in words', `<p>See <a href="${A}">[1]</a></p>`, [[A, 'See 1']]],
  ])('with %s', (_, html, expected) => {
    expect(readHtml(html)).toEqual(expected)
  })

  it('of a reply keeps out what it repeats', () => {
    const html = `<div>Worth it.</div><div><a href="${A}">x</a></div><div class="gmail_quote"><div>On Mon, Jul 3, 2023 at 9:00 AM Olga &lt;<a href="mailto:o@a.example">o@a.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">Hello <a href="${B}">y</a></blockquote></div>`
    expect(readHtml(html)).toEqual([[A, 'Worth it.']])
  })

  it('loses no time on mark-up that is nested without end', () => {
    const start = performance.now()
    for (const piece of [
      '<div>',
      '<blockquote>',
      '<b><i></p>',
      `<a href="${A}">`,
      '<table><tr><td>',
    ])
      readHtml(piece.repeat(1_000_000 / piece.length))
    expect(performance.now() - start).toBeLessThan(3_000) // 100 ms here
  })
})

describe('a subject', () => {
  it.each([
    ['Clocks that lie', 'Clocks that lie', [], false],
    ['Fwd: Clocks', 'Clocks', [], false],
    ['FW: Re: Clocks', 'Clocks', [], false],
    ['WG:  AW: Clocks', 'Clocks', [], false],
    ['Re: Clocks', 'Clocks', [], true],
    ['Re[2]: Clocks', 'Clocks', [], true],
    ['Fwd:', '', [], false],
    ['#time Clocks #raw-clay, #Zeit!', 'Clocks', ['time', 'raw-clay', 'Zeit'], false],
    ['Why #time matters', 'Why time matters', ['time'], false],
    ['#read #later', '', ['read', 'later'], false],
    ['C# and #1 of F#', 'C# and #1 of F#', [], false],
    ['#日本 時計', '時計', ['日本'], false],
    ['', '', [], false],
  ])('%j is the title %j', (raw, title, tags, isReply) => {
    expect(readSubject(raw)).toEqual({ title, tags, isReply })
  })
})
