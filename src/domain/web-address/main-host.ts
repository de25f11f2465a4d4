/** Mobile and other faces of a site that serve the same pages under the same paths. */
const SAME_PAGES: readonly (readonly [RegExp, string])[] = [
  [
    /^([a-z-]+)\.m\.(wikipedia|wiktionary|wikiquote|wikisource|wikibooks|wikinews|wikivoyage|wikiversity)\.org$/,
    '$1.$2.org',
  ],
  [/^(?:www\.)?m\.(wikidata|mediawiki)\.org$/, '$1.org'],
  [/^commons\.m\.wikimedia\.org$/, 'commons.wikimedia.org'],
  [/^(?:old|new|np|i|m|amp|sh|www)\.reddit\.com$/, 'reddit.com'],
  [/^(?:mobile|m|www)\.(?:twitter|x)\.com$/, 'twitter.com'],
  [/^x\.com$/, 'twitter.com'],
  [/^(?:m|touch|mbasic|web|[a-z]{2}-[a-z]{2}|www)\.facebook\.com$/, 'facebook.com'],
  [/^(?:www\.)?fb\.com$/, 'facebook.com'],
  [/^(?:m|music|www)\.youtube\.com$/, 'youtube.com'],
  [
    /^m\.(imdb|soundcloud|bilibili|vk|flickr|ebay|twitch|xkcd|yelp|dailymotion|wikihow|huffpost|aliexpress|tiktok|goodreads|pinterest|theguardian|cnn)\.(com|tv)$/,
    '$1.$2',
  ],
  [/^m\.slashdot\.org$/, 'slashdot.org'],
  [/^(?:mobile|m)\.(nytimes|slate|reuters)\.com$/, '$1.com'],
  [/^edition\.cnn\.com$/, 'cnn.com'],
  [/^export\.arxiv\.org$/, 'arxiv.org'],
  [/^dx\.doi\.org$/, 'doi.org'],
  [/^amp\.(theguardian|cnn|dw|scmp|knowyourmeme)\.com$/, '$1.com'],
  [/^(?:www\.|m\.)?bbc\.co\.uk$/, 'bbc.com'],
  [/^([a-z]{2})\.linkedin\.com$/, 'linkedin.com'],
  [/^archive\.(?:today|is|ph|md|vn|li|fo)$/, 'archive.today'],
  // Blogger sends readers to their own country.
  [/^([a-z0-9-]+)\.blogspot\.(?:com?\.)?[a-z]{2,3}$/, '$1.blogspot.com'],
  [/^telegram\.me$/, 't.me'],
  [/^(?:www\.|ptb\.|canary\.)?discordapp\.com$/, 'discord.com'],
]

/** The host under which a page is compared: the desktop's, without "www." and a closing dot. */
export function toMainHost(hostname: string): string {
  const host = hostname.replace(/\.$/, '')
  for (const [pattern, main] of SAME_PAGES) {
    if (pattern.test(host)) return host.replace(pattern, main)
  }
  return host.replace(/^www\.(?=[^.]+\.)/, '')
}
