/** A link of the sample month, with what reading its page would have told. */
export interface SampleLink {
  url: string
  title: string
  authors: string[]
  siteName: string
  description: string
  kind: string
  section: 'first' | 'second'
  tags: string[]
  note: string
}

/**
 * A month to play with: real pages that have been there for many years, so that each link leads
 * somewhere. One has no note yet, because that is how a month looks before it is finished.
 */
export const SAMPLE_LINKS: readonly SampleLink[] = [
  {
    url: 'https://norvig.com/21-days.html',
    title: 'Teach Yourself Programming in Ten Years',
    authors: ['Peter Norvig'],
    siteName: 'norvig.com',
    description: 'Why is everyone in such a rush?',
    kind: 'article',
    section: 'first',
    tags: ['learning'],
    note: 'The answer to every shelf of books that promise a language by Friday. The list of what to do instead has aged well: **talk to others, read other programs, work on projects you did not start.**',
  },
  {
    url: 'https://www.kalzumeus.com/2010/06/17/falsehoods-programmers-believe-about-names/',
    title: 'Falsehoods Programmers Believe About Names',
    authors: ['Patrick McKenzie'],
    siteName: 'Kalzumeus',
    description: 'A list of assumptions about names, all of them wrong.',
    kind: 'article',
    section: 'first',
    tags: ['data'],
    note: 'Forty assumptions, each of which is built into some form that you have filled in this year. Read it before you add a field called “last name”.',
  },
  {
    url: 'https://www.dreamsongs.com/RiseOfWorseIsBetter.html',
    title: 'The Rise of Worse is Better',
    authors: ['Richard P. Gabriel'],
    siteName: 'Dreamsongs',
    description: 'Two schools of design, and why the simpler implementation spreads.',
    kind: 'article',
    section: 'first',
    tags: ['design'],
    note: 'Old, short, and quoted more often than read. The point is not that worse is good, but that simple things spread first and are improved later.',
  },
  {
    url: 'https://www.sqlite.org/testing.html',
    title: 'How SQLite Is Tested',
    authors: [],
    siteName: 'SQLite',
    description: 'What it takes to trust a small library.',
    kind: 'article',
    section: 'first',
    tags: ['testing', 'databases'],
    note: 'What four people can do when they decide that a database must not lose anything: out-of-memory tests, I/O errors at every single call, power cuts in the middle of a write.',
  },
  {
    url: 'https://www.rfc-editor.org/rfc/rfc2324',
    title: 'Hyper Text Coffee Pot Control Protocol (HTCPCP/1.0)',
    authors: ['Larry Masinter'],
    siteName: 'RFC Editor',
    description: 'A protocol for controlling, monitoring, and diagnosing coffee pots.',
    kind: 'article',
    section: 'first',
    tags: ['standards'],
    note: '',
  },
  {
    url: 'https://github.com/BurntSushi/ripgrep',
    title: 'ripgrep',
    authors: ['Andrew Gallant'],
    siteName: 'GitHub',
    description: 'Searches directories for a pattern while respecting your ignore files.',
    kind: 'repo',
    section: 'second',
    tags: ['search'],
    note: 'Searches a source tree before you have let go of the key. Its guide is a model of how a manual can be read from top to bottom.',
  },
  {
    url: 'https://syncthing.net/',
    title: 'Syncthing',
    authors: [],
    siteName: 'Syncthing',
    description: 'Keeps folders the same on several machines, without a server in between.',
    kind: 'article',
    section: 'second',
    tags: ['files'],
    note: 'Two machines, one folder, nobody else. Set up once and then forgotten, which is the highest praise there is for such a tool.',
  },
]
