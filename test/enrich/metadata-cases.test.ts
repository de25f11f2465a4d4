import { describe, expect, it } from 'vitest'
import { judgeCase, readCases } from './judge-case.ts'

describe.each(['metadata.jsonl', 'metadata-more.jsonl'])('reported pages of %s', (file) => {
  it.each(readCases(file))('$id: $why', async (one) => {
    expect(await judgeCase(one)).toEqual([])
  })
})
