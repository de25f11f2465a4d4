import { querySchema as oldPostQuery } from '../../routes/old-posts.ts'
import { exportSchema, importSchema as importQuery } from '../../routes/transfer.ts'
import type { Operation } from '../operation.ts'
import { oldPostsSchema } from '../site-things.ts'
import { importSchema } from '../things.ts'

const group = 'Files' as const
const scope = 'edit' as const

export const fileOperations: Operation[] = [
  {
    method: 'post',
    path: '/imports',
    id: 'importLinks',
    group,
    scope,
    summary: 'Import a file of links',
    description:
      'The file is the body. The same file twice creates nothing. With `Accept: text/event-stream` or `application/x-ndjson` it tells how far it is.',
    query: importQuery,
    body: {
      file: ['text/html', 'text/csv', 'application/json', 'application/octet-stream'],
      example: 'url,title\nhttps://norn.example/clocks,Clocks that lie\n',
    },
    answers: {
      200: {
        description: 'What became of the lines',
        schema: importSchema,
        types: ['text/event-stream', 'application/x-ndjson'],
      },
    },
    errors: ['UNSUPPORTED_MEDIA_TYPE', 'CONFLICT'],
  },
  {
    method: 'post',
    path: '/issues/import',
    id: 'importOldPosts',
    group,
    scope,
    summary: 'Bring old roundup posts in',
    description:
      'The file is the body: Markdown, HTML, or a WordPress export with many. Says what was recognised and changes nothing, unless `confirm=true` (scope `admin`): then each post is the published issue of its month, mailed to nobody, and its old path leads there.',
    isRepeatable: true,
    query: oldPostQuery,
    body: {
      file: ['text/markdown', 'text/html', 'text/xml', 'application/octet-stream'],
      example:
        '# What I read in July\n\n- [Clocks that lie](https://norn.example/clocks) by Ida Norn\n',
    },
    answers: {
      200: {
        description: 'What the file holds, or why none was published',
        schema: oldPostsSchema,
      },
      201: { description: 'What was published', schema: oldPostsSchema },
    },
    errors: ['CONFLICT', 'INVALID_INPUT', 'UNSUPPORTED_MEDIA_TYPE'],
  },
  {
    method: 'get',
    path: '/export',
    id: 'exportLinks',
    group,
    scope,
    summary: 'Everything back out',
    query: exportSchema,
    answers: {
      200: {
        description: 'A file',
        types: ['application/json', 'text/html', 'text/csv', 'text/x-opml', 'text/xml'],
      },
    },
  },
]
