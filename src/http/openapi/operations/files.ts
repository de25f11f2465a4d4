import { exportSchema, importSchema as importQuery } from '../../routes/transfer.ts'
import type { Operation } from '../operation.ts'
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
        types: ['application/json', 'text/html', 'text/csv', 'text/x-opml'],
      },
    },
  },
]
