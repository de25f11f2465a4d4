import { AppError } from '../errors.ts'
import { POST_FORMATS, readPostFormat } from '../render/posts/post-files.ts'
import { findIssueByMonth } from '../store/issues.ts'
import type { Command, CommandDeps } from './command.ts'

/** Issues for blogs that exist already. */
export function createPostCommands({ withRuntime, tell }: CommandDeps): Record<string, Command> {
  return {
    'issue post': {
      usage: `issue post YYYY-MM [--format ${POST_FORMATS.join('|')}]`,
      about: 'Writes an issue as a post file for another blog to stdout; its name goes to stderr.',
      options: { format: { type: 'string' } },
      async run({ values, positionals: [month = ''] }) {
        const format = readPostFormat(String(values.format ?? 'jekyll'))
        const post = await withRuntime(async ({ services }) => {
          const issue = await findIssueByMonth(services.db, month)
          if (!issue) throw new AppError('NOT_FOUND', `There is no issue of "${month}".`)
          return services.posts.of(issue.id, format)
        })
        tell(post.name)
        process.stdout.write(post.text)
        return 0
      },
    },
  }
}
