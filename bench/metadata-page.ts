/** A page of about 150 kB as publishing systems make them: styles, scripts, JSON-LD, many links. */
const TARGET_BYTES = 150_000

const META = [
  ['property', 'og:type', 'article'],
  ['property', 'og:site_name', 'Clay Lane'],
  ['property', 'og:description', 'Nine years of notes from a small workshop by the sea.'],
  ['property', 'og:image', 'https://img.clay.example/kiln.jpg'],
  ['property', 'og:locale', 'en_GB'],
  ['property', 'article:published_time', '2024-05-30T08:15:00+02:00'],
  ['property', 'article:modified_time', '2024-06-02T09:00:00+02:00'],
  ['name', 'author', 'Ebba Krone'],
  ['name', 'description', 'Nine years of notes from a small workshop.'],
  ['name', 'twitter:card', 'summary_large_image'],
  ['name', 'twitter:creator', '@ebba'],
  ['name', 'viewport', 'width=device-width, initial-scale=1'],
  ['name', 'theme-color', '#8a4b2a'],
] as const

export function samplePage(number: number): string {
  const title = `Slow cooling, part ${number}`
  const metas = META.map(([kind, name, value]) => `<meta ${kind}="${name}" content="${value}">`)
  const graph = {
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebSite', '@id': 'https://clay.example/#site', name: 'Clay Lane' },
      { '@type': 'Person', '@id': 'https://clay.example/#ebba', name: 'Ebba Krone' },
      {
        '@type': 'BlogPosting',
        headline: title,
        author: { '@id': 'https://clay.example/#ebba' },
        datePublished: '2024-05-30T08:15:00+02:00',
        articleBody: 'The kiln is opened when it is cold. '.repeat(60),
      },
    ],
  }
  const head = [
    `<meta charset="utf-8"><title>${title} | Clay Lane</title>`,
    `<link rel="canonical" href="https://clay.example/notes/${number}">`,
    ...metas,
    `<meta property="og:title" content="${title}">`,
    `<style>${'.card{display:grid;gap:1rem;color:var(--clay)}@media(min-width:40em){.card{gap:2rem}}'.repeat(260)}</style>`,
    `<script>${'window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}'.repeat(150)}</script>`,
    `<script type="application/ld+json">${JSON.stringify(graph)}</script>`,
  ].join('\n')
  return `<!doctype html><html lang="en"><head>${head}</head><body class="single">${body(number, TARGET_BYTES - head.length)}</body></html>`
}

function body(number: number, bytes: number): string {
  const parts: string[] = []
  let length = 0
  for (let row = 0; length < bytes; row++) {
    const part =
      row % 3 === 0
        ? `<p>The ${row}th firing of kiln ${number} was slow &amp; even; the glaze pooled at the foot, and <em>nothing</em> cracked. See <a href="/notes/${row}">note ${row}</a>.</p>\n`
        : `<div class="card card--wide" data-id="${row}"><a class="card__link" href="https://clay.example/notes/${row}?from=list"><img class="card__image" src="/i/${row}.jpg" alt="Bowl ${row}" loading="lazy" width="320" height="200"><span class="card__title">Bowl ${row}, wood ash</span></a><ul class="tags"><li>ash</li><li>stoneware</li></ul></div>\n`
    parts.push(part)
    length += part.length
  }
  return parts.join('')
}
