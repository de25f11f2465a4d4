/** Roundups as people write them, with what is to be recognised in each. */
export interface Variant {
  name: string
  fileName: string
  text: string
  title?: string
  month?: string | null
  date?: string | null
  oldUrl?: string | null
  intro?: string
  outro?: string
  /** Section, title, address, authors, note. */
  entries: [string | null, string, string, string[], string][]
  /** A part of each reason. */
  leftOut?: string[]
}

const CLOCKS = 'https://norn.example/clocks'
const LOCKS = 'https://lind.example/locks'

export const VARIANTS: Variant[] = [
  {
    name: 'links in list items, authors after a dash, Jekyll front matter, tracking parameters',
    fileName: '2023-08-01-july.md',
    text: `---
layout: post
title: "Reading: \\"July\\" 2023"
date: 2023-08-01 09:00:00 +0200
permalink: /2023/08/reading/
tags: [links]
---
Hello again.

## Articles

* [Clocks that lie](${CLOCKS}?utm_source=feed&utm_medium=rss) – Ida Norn
* [Locks](${LOCKS}) – Bo Lind – About *mutual* exclusion.
* [Ptrace notes](https://shachaf.example/ptrace) – Shachaf

## Tools

* [vgrep](https://vgrep.example/) – A pager for grep.
`,
    title: 'Reading: "July" 2023',
    month: '2023-07',
    date: '2023-08-01T07:00:00.000Z',
    oldUrl: '/2023/08/reading/',
    intro: 'Hello again.',
    entries: [
      ['Articles', 'Clocks that lie', CLOCKS, ['Ida Norn'], ''],
      ['Articles', 'Locks', LOCKS, ['Bo Lind'], 'About *mutual* exclusion.'],
      ['Articles', 'Ptrace notes', 'https://shachaf.example/ptrace', ['Shachaf'], ''],
      ['Tools', 'vgrep', 'https://vgrep.example/', [], 'A pager for grep.'],
    ],
  },
  {
    name: 'bold paragraphs as headings, Pandoc title block, footnotes, hard line ends',
    fileName: 'march.md',
    text: `% What I read in March
% Grete Ørsted
% 2021-04-02

Thanks to [Small Hours](https://small.example/) for
the idea.

**Articles:**

[Clocks that lie](${CLOCKS})
by Ida Norn
and Bo Lind

Leap seconds break more
than code.[^1]

[Locks](${LOCKS})

No author here.

[^1]: See also *their* talk.
`,
    title: 'What I read in March',
    month: '2021-03',
    date: '2021-04-02',
    intro: 'Thanks to [Small Hours](https://small.example/) for the idea.',
    entries: [
      [
        'Articles',
        'Clocks that lie',
        CLOCKS,
        ['Ida Norn', 'Bo Lind'],
        'Leap seconds break more than code. (See also *their* talk)',
      ],
      ['Articles', 'Locks', LOCKS, [], 'No author here.'],
    ],
  },
  {
    name: 'Hugo TOML and shortcodes left as text, a list within a note, a closing word after a rule',
    fileName: 'index.md',
    text: `+++
title = 'Links for January'
date = 2022-02-03T10:00:00Z
url = "/posts/january/"
+++
### Reading

#### [Clocks that lie](${CLOCKS}) (Ida Norn)

{{< youtube id="w7Ft2ymGmfc" >}}

Three things:

1. leap seconds
2. time zones
   - and their names

#### [Locks](<${LOCKS}>)

---

Until next month.
`,
    title: 'Links for January',
    month: '2022-01',
    oldUrl: '/posts/january/',
    intro: '',
    outro: 'Until next month.',
    entries: [
      [
        'Reading',
        'Clocks that lie',
        CLOCKS,
        ['Ida Norn'],
        '{{< youtube id="w7Ft2ymGmfc" >}}\n\nThree things:\n\n1. leap seconds\n2. time zones\n   - and their names',
      ],
      ['Reading', 'Locks', LOCKS, [], ''],
    ],
  },
  {
    name: 'notes before their links, German, h2 and paragraphs',
    fileName: 'juli.html',
    text: `<h1>Gelesen im Juli 2024</h1><p>Guten Tag.</p>
<h2>Artikel</h2>
<p>Warum Schaltsekunden mehr als Code zerbrechen:</p>
<p><a href="${CLOCKS}">Uhren, die lügen</a> von Ida Norn und Bo Lind</p>
<p>Schlösser, erklärt:</p>
<p><a href="${LOCKS}">Schlösser</a></p>`,
    title: 'Gelesen im Juli 2024',
    month: '2024-07',
    intro: 'Guten Tag.',
    entries: [
      [
        'Artikel',
        'Uhren, die lügen',
        CLOCKS,
        ['Ida Norn', 'Bo Lind'],
        'Warum Schaltsekunden mehr als Code zerbrechen:',
      ],
      ['Artikel', 'Schlösser', LOCKS, [], 'Schlösser, erklärt:'],
    ],
  },
  {
    name: 'a page without paragraphs, line ends alone, relative links and pictures',
    fileName: 'old.htm',
    text: `<HTML><HEAD><TITLE>May links</TITLE><BASE HREF="https://old.example/blog/2009/"></HEAD><BODY>
<H2>Good</H2>
<B><A HREF="../clocks.html">Clocks that lie</A></B> by Ida Norn<BR>
Leap seconds &amp; you.<BR><BR>
<B><A HREF="${LOCKS}">Locks</A></B><BR><IMG SRC="lock.gif" ALT="A lock"><BR>
<H2>Tools</H2>
<DL><DT><A HREF="https://vgrep.example/">vgrep</A><DD>A pager.</DL>
</BODY></HTML>`,
    title: 'May links',
    month: null,
    entries: [
      [
        'Good',
        'Clocks that lie',
        'https://old.example/blog/clocks.html',
        ['Ida Norn'],
        'Leap seconds & you.',
      ],
      ['Good', 'Locks', LOCKS, [], '![A lock](https://old.example/blog/2009/lock.gif)'],
      ['Tools', 'vgrep', 'https://vgrep.example/', [], 'A pager.'],
    ],
  },
  {
    name: 'nested lists: sections outside, entries inside, notes innermost',
    fileName: 'nested.md',
    text: `# May 2020 reading

- Articles
  - [Clocks that lie](${CLOCKS}) by Ida Norn
    - Leap seconds break code.
  - [Locks](${LOCKS}) by Bo Lind
- Tools
  - [vgrep](https://vgrep.example/)
    - one
    - two
`,
    month: '2020-05',
    entries: [
      ['Articles', 'Clocks that lie', CLOCKS, ['Ida Norn'], 'Leap seconds break code.'],
      ['Articles', 'Locks', LOCKS, ['Bo Lind'], ''],
      ['Tools', 'vgrep', 'https://vgrep.example/', [], '- one\n- two'],
    ],
  },
  {
    name: 'addresses that are none, text under a heading, a heading with its link below',
    fileName: 'bad.md',
    text: `# Links

## Articles

This month it was all about time.

### [Clocks that lie](${CLOCKS})

Read [this](javascript:alert(1)) and [that](/archive).

### [Free money](javascript:alert(document.cookie))

Click it.

### Locks

by Bo Lind · [lind.example](${LOCKS})

Mutual exclusion.

### Semaphores

by Edsger Dijkstra

<https://dijkstra.example/semaphores>

How trains wait.
`,
    title: 'Links',
    month: null,
    entries: [
      ['Articles', 'Clocks that lie', CLOCKS, [], 'Read this and that.'],
      ['Articles', 'Locks', LOCKS, ['Bo Lind'], 'Mutual exclusion.'],
      [
        'Articles',
        'Semaphores',
        'https://dijkstra.example/semaphores',
        ['Edsger Dijkstra'],
        'How trains wait.',
      ],
    ],
    leftOut: ['start with https', 'within the old site', 'start with https', 'belongs to no link'],
  },
  {
    name: 'one link a line, prose around it, no headings at all',
    fileName: 'plain.md',
    text: `Some links for June 2021.

- Great on time: [Clocks that lie](${CLOCKS}).
- [Locks](${LOCKS}) explains *mutual* exclusion.
- 📄 [A paper](https://papers.example/1.pdf) by A. B. Clark, Ida Norn & the Rust Team
`,
    title: '',
    intro: 'Some links for June 2021.',
    entries: [
      [null, 'Clocks that lie', CLOCKS, [], 'Great on time:'],
      [null, 'Locks', LOCKS, [], 'explains *mutual* exclusion.'],
      [
        null,
        'A paper',
        'https://papers.example/1.pdf',
        ['A. B. Clark', 'Ida Norn', 'the Rust Team'],
        '',
      ],
    ],
  },
  {
    name: 'HTML footnotes, permalinks in headings, a table of contents',
    fileName: 'notes.html',
    text: `<article><h1>Reading in October 2022</h1>
<ul><li><a href="#a">Articles</a></li></ul>
<h2 id="a">Articles <a class="anchor" href="#a">#</a></h2>
<h3 id="b"><a href="${CLOCKS}">Clocks <code>that</code> lie</a> <a href="#b" aria-label="Permalink">¶</a></h3>
<p><em>by <a href="https://norn.example/">Ida Norn</a></em></p>
<p>Leap seconds.<sup id="r1"><a href="#f1">1</a></sup></p>
<section class="footnotes"><ol><li id="f1"><p>All of them. <a href="#r1">↩</a></p></li></ol></section></article>`,
    title: 'Reading in October 2022',
    month: '2022-10',
    entries: [['Articles', 'Clocks that lie', CLOCKS, ['Ida Norn'], 'Leap seconds. (All of them)']],
  },
  {
    name: 'authors inside the link, entries without notes',
    fileName: 'inside.md',
    text: `# Q

## Articles
- [Clocks that lie by Ida Norn](${CLOCKS})
- [Locks by Bo Lind and Ida Norn](${LOCKS})
- [Stand by me](https://song.example/)
`,
    entries: [
      ['Articles', 'Clocks that lie', CLOCKS, ['Ida Norn'], ''],
      ['Articles', 'Locks', LOCKS, ['Bo Lind', 'Ida Norn'], ''],
      ['Articles', 'Stand by me', 'https://song.example/', [], ''],
    ],
  },
  {
    name: 'bold titles with a link in brackets, titles in quotes',
    fileName: 'mixed.html',
    text: `<h1>Mixed</h1><h2>Bold</h2>
<p><strong>Clocks that lie</strong> by Ida Norn (<a href="${CLOCKS}">link</a>)<br>Leap seconds.</p>
<p><strong>Locks</strong> (<a href="${LOCKS}">link</a>)<br>Mutual exclusion.</p>
<h2>Quoted</h2>
<p>“<a href="https://norn.example/lists">Lists</a>” by Ida Norn. Wait-free ones.</p>`,
    title: 'Mixed',
    entries: [
      ['Bold', 'Clocks that lie', CLOCKS, ['Ida Norn'], 'Leap seconds.'],
      ['Bold', 'Locks', LOCKS, [], 'Mutual exclusion.'],
      ['Quoted', 'Lists', 'https://norn.example/lists', ['Ida Norn'], 'Wait-free ones.'],
    ],
  },
  {
    name: 'authors after a dash, notes after a full stop',
    fileName: 'stops.md',
    text: `- [Clocks](${CLOCKS}) — Ida Norn. About *time*.
- [Locks](${LOCKS}) — Bo Lind. About locks.
`,
    entries: [
      [null, 'Clocks', CLOCKS, ['Ida Norn'], 'About *time*.'],
      [null, 'Locks', LOCKS, ['Bo Lind'], 'About locks.'],
    ],
  },
]
