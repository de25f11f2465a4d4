import { basename } from 'node:path'
import { POST_FORMATS, type PostFormat } from '../collect/posts/post.ts'
import type { OldPost } from '../domain/old-post.ts'
import { AppError, isAppError } from '../errors.ts'
import { type Command, type CommandDeps, openInput } from './command.ts'

/** Old roundup posts from another blog. */
export function createImportPostCommands({
  withRuntime,
  say,
  tell,
}: CommandDeps): Record<string, Command> {
  return {
    'import-post': {
      usage: `import-post FILE [--format ${POST_FORMATS.join('|')}] [--month YYYY-MM] [--date YYYY-MM-DD] [--old-url URL] [--confirm]`,
      about:
        'Shows what an old roundup post (Markdown, HTML, or a WordPress export with many) holds. --confirm: publishes it as the issue of its month, mails nobody, redirects the old address.',
      options: {
        format: { type: 'string' },
        month: { type: 'string' },
        date: { type: 'string' },
        'old-url': { type: 'string' },
        confirm: { type: 'boolean' },
      },
      async run({ values, positionals: [file] }) {
        const format = String(values.format ?? 'auto')
        if (format !== 'auto' && !POST_FORMATS.includes(format as PostFormat))
          throw new AppError('INVALID_INPUT', `Choose a format: ${POST_FORMATS.join(', ')}.`)
        const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
        const opened = openInput(file, 'Reading')
        return withRuntime(async ({ services: { postDesk } }) => {
          const { posts } = await postDesk.read(opened.input, {
            format: format as PostFormat | 'auto',
            fileName: basename(opened.file),
            oldUrl: text('old-url'),
          })
          opened.end()
          if (posts.length > 1 && (text('month') || text('date') || text('old-url')))
            throw new AppError(
              'INVALID_INPUT',
              '--month, --date and --old-url are for a file with one post; this one has several.',
            )
          let failed = 0
          for (const found of posts) {
            const post: OldPost = {
              ...found,
              month: text('month') ?? found.month,
              date: text('date') ?? found.date,
              oldUrl: text('old-url') ?? found.oldUrl,
            }
            for (const { text: part, reason } of post.leftOut) tell(`Left out: ${reason} ${part}`)
            if (values.confirm !== true) {
              say(outlineOf(post))
              for (const { field, message } of await postDesk.problemsOf(post))
                tell(`${field}: ${message}`)
              continue
            }
            try {
              const { issue, oldPath } = await postDesk.publish(post)
              say(`${issue.month}\t${postDesk.issueUrl(issue)}\t${oldPath ?? ''}`)
            } catch (error) {
              if (!isAppError(error, 'CONFLICT', 'INVALID_INPUT')) throw error
              failed++
              tell(`${post.title || 'Without a title'}: ${error.message}`)
            }
          }
          if (values.confirm !== true) tell('Nothing is published yet: add --confirm.')
          return failed > 0 ? 1 : 0
        })
      },
    },
  }
}

function outlineOf(post: OldPost): string {
  return [
    `${post.title || 'Without a title'} (${post.month ?? 'month not known'})`,
    ...post.sections.flatMap(({ name, entries }) => [
      name ?? '(no section)',
      ...entries.map(({ title, authors }) =>
        authors.length > 0 ? `  ${title} · ${authors.join(', ')}` : `  ${title}`,
      ),
    ]),
  ].join('\n')
}
