import { describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('finding published links again on %s', (kind) => {
  const app = useTestApp(kind)
  const page = async (path: string) => {
    const answer = await app.request(path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }
  const textOf = (html: string) =>
    html
      .replace(/<head>[\s\S]*?<\/head>/, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
  const hits = async (q: string) => {
    const html = await page(`/search?${new URLSearchParams({ q })}`)
    return [...html.matchAll(/<h2><a class="u-url p-name"[^>]*>(.*?)<\/a><\/h2>/g)].map(
      ([, title = '']) => title.replace(/<\/?mark>/g, ''),
    )
  }

  /** Issues of two years, with links that share authors, sites and tags. */
  async function publish() {
    const save = (month: string, path: string, values: Record<string, unknown>) =>
      app.save(`https://www.norn.example/${path}`, { month, ...values })
    await save('2022-12', 'locks', {
      title: 'Locks & <keys>',
      authors: ['Ida Norn'],
      note: 'How *mutual exclusion* was found. [Here](https://paper.example/hidden).',
      tags: ['Time', 'c++'],
      section: 'Tools',
    })
    await save('2023-07', 'clocks', {
      title: 'Clocks that lie',
      authors: ['Ida Norn', 'Bo Lind'],
      note: 'Leap seconds are breaking more than code.',
      tags: ['time'],
    })
    await app.save('https://elsewhere.example/x', {
      month: '2023-07',
      title: 'Readable regular expressions',
      note: 'Worth it.',
    })
    await app.subscribe('grete@reader.example')
    for (const month of ['2022-12', '2023-07']) {
      const issue = await app.assemble(month)
      await app.json('PATCH', `/issues/${issue.id}`, { intro: `A month with snow in ${month}.` })
      await app.send(issue.id)
    }
    await app.save('https://norn.example/secret', { title: 'Secret clocks', tags: ['time'] })
  }

  it('lists issues by year and month, with how many links each has', async () => {
    await publish()
    const all = textOf(await page('/archive'))
    expect(all).toContain('2 links')
    expect(all).toContain('1 link')
    expect(all).not.toContain('0 links')
    const year = await page('/archive/2022')
    expect(year).toContain('/issues/december-2022')
    expect(year).not.toContain('/issues/july-2023')
    expect(await page('/archive/2023/07')).toContain('/issues/july-2023')
    expect(await page('/archive')).toContain('href="/archive/2022"')
    expect(textOf(await page('/'))).toContain('1 link')
    for (const path of ['/archive/2021', '/archive/2023/08', '/archive/2023/13', '/archive/23'])
      expect([path, (await app.request(path)).status]).toEqual([path, 404])
  })

  it('lists tags A to Z with counts, whatever their letter case', async () => {
    await publish()
    const tags = await page('/tags')
    expect(tags.match(/href="\/tags\/[^"]*"/g)).toEqual([
      'href="/tags/c%2B%2B"',
      'href="/tags/time"',
    ])
    expect(textOf(tags)).toMatch(/c\+\+ 1 .*time 2/i)
    const time = textOf(await page('/tags/TIME'))
    expect(time).toContain('Clocks that lie')
    expect(time).toContain('Locks &amp; &lt;keys&gt;')
    expect(time.indexOf('Clocks')).toBeLessThan(time.indexOf('Locks'))
    expect(time).not.toContain('Secret')
    expect(textOf(await page('/tags/c%2B%2B'))).toContain('Locks')
    expect((await app.request('/tags/none')).status).toBe(404)
  })

  it('lists what is linked of an author, a site and a section', async () => {
    await publish()
    expect(textOf(await page('/authors/ida%20norn'))).toMatch(/By Ida Norn 2 links/)
    expect(textOf(await page('/authors/Bo%20Lind'))).toMatch(/By Bo Lind 1 link/)
    expect(textOf(await page('/sites/norn.example'))).toMatch(/From norn\.example 2 links/)
    expect(textOf(await page('/sites/www.norn.example'))).toMatch(/2 links/)
    expect(textOf(await page('/sections/tools'))).toMatch(/Tools 1 link/)
    expect(await page('/sections')).toContain('/sections/tools')
    expect(await page('/authors')).toContain('/authors/bo%20lind')
  })

  it('leads from an issue to what has the same author, site and tag', async () => {
    await publish()
    const issue = await page('/issues/july-2023')
    for (const path of ['/authors/ida%20norn', '/sites/norn.example', '/tags/time'])
      expect(issue).toContain(`href="${path}"`)
    for (const path of ['/feed.xml', '/atom.xml'])
      expect(await page(path)).not.toContain('/authors/')
  })

  it('finds words in other forms, phrases, authors and what is left out', async () => {
    await publish()
    expect(await hits('broke second')).toEqual([])
    expect(await hits('break')).toEqual(['Clocks that lie'])
    expect(await hits('"leap seconds"')).toEqual(['Clocks that lie'])
    expect(await hits('norn -leap')).toEqual(['Locks &amp; &lt;keys&gt;'])
    expect(await hits('lind')).toEqual(['Clocks that lie'])
    expect((await hits('clock or lock')).sort()).toEqual([
      'Clocks that lie',
      'Locks &amp; &lt;keys&gt;',
    ])
    expect(await hits('secret')).toEqual([])
    expect(await hits('hidden')).toEqual([])
  })

  it('marks what was found, and nothing that was typed acts as mark-up', async () => {
    await publish()
    const html = await page('/search?q=keys')
    expect(html).toContain('Locks &amp; &lt;<mark>keys</mark>&gt;')
    const hostile = await page(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(hostile).not.toContain('<script>alert')
  })

  it('finds a part of a word, and titles that are spelled much like it', async () => {
    await publish()
    expect(await hits('regul')).toEqual(['Readable regular expressions'])
    expect(await hits('expresions')).toEqual(['Readable regular expressions'])
    expect(await page('/search?q=expresions')).toContain('spelled much like it')
  })

  it('finds issues by their introduction', async () => {
    await publish()
    const html = await page('/search?q=snowing')
    expect(html).toContain('/issues/july-2023')
    expect(html).toContain('/issues/december-2022')
  })

  it.each([
    "'",
    '"',
    '\\',
    '%',
    '_',
    '&',
    '|',
    '!',
    '()',
    ':*',
    '-',
    "a'b",
    '<->',
    '\0',
    ' ',
    'x'.repeat(5_000),
    '林',
    '🦉',
    '\ud800',
    '﷽',
    '\ue000',
  ])('answers %j without a fault (BARS 50)', async (q) => {
    const query = new URLSearchParams({ q })
    expect((await app.request(`/search?${query}`)).status).toBe(200)
    for (const folder of ['tags', 'authors', 'sites', 'sections'])
      expect((await app.request(`/${folder}/${query.toString().slice(2, 400)}`)).status).not.toBe(
        500,
      )
    for (const number of ['0', '-1', 'x', '1e9', '99999999999999999999'])
      expect((await app.request(`/search?q=a&page=${number}`)).status).toBe(200)
  })

  it('searches in the language of the publication', async () => {
    await app.json('PATCH', '/settings', { locale: 'de' })
    await app.save('https://norn.example/haus', { title: 'Alte Häuser', note: 'Schön gebaut.' })
    await app.send((await app.assemble('2023-07')).id)
    expect(await hits('Haus')).toEqual(['Alte Häuser'])
    expect(await page('/search')).toContain('Suche')
  })

  it('puts forward at home what the owner chose, which corrects nothing', async () => {
    await publish()
    expect(await page('/')).not.toContain('Worth another look')
    const { items } = (await app.json<{ items: { id: number }[] }>('GET', '/issues?month=2022-12'))
      .body
    const answer = await app.json('PATCH', `/issues/${items[0]?.id}`, { featured: true })
    expect(answer.body).toMatchObject({ featured: true, corrected_at: null })
    expect(await page('/')).toMatch(/Worth another look[\s\S]*december-2022/)
  })

  it('offers the search on a page that is not there', async () => {
    const answer = await app.request('/nothing')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('action="/search"')
  })

  it('pages through what many links have in common', async () => {
    for (let n = 1; n <= 35; n++)
      await app.save(`https://norn.example/${n}`, { title: `Link ${n}`, tags: ['many'] })
    await app.send((await app.assemble('2023-07')).id)
    const [first, second] = [await page('/tags/many'), await page('/tags/many?page=2')]
    const count = (html: string) => html.match(/<article class="entry/g)?.length
    expect([count(first), count(second)]).toEqual([30, 5])
    expect(first).toContain('rel="next" href="/tags/many?page=2"')
    expect(second).toContain('rel="prev" href="/tags/many"')
    expect((await app.request('/tags/many?page=3')).status).toBe(404)
  })
})
