import type { Finding, FindingStatus } from './finding.ts'

const WORDS: Record<FindingStatus, string> = {
  ok: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  skipped: 'skipped',
}
const WORD_WIDTH = 9

/** The findings as lines of text: state, check, what was seen, and below it what to do. */
export function doctorTable(findings: readonly Finding[], width = 100): string {
  const nameWidth = Math.max(...findings.map(({ check }) => check.length), 5)
  const indent = ' '.repeat(WORD_WIDTH + nameWidth + 2)
  const lines = findings.flatMap(({ check, status, text, fix }) => {
    const head = `${WORDS[status].padEnd(WORD_WIDTH)}${check.padEnd(nameWidth + 2)}`
    const seen = wrap(text, width - indent.length)
    const advice = fix === null ? [] : wrap(`→ ${fix}`, width - indent.length)
    return [
      `${head}${seen[0] ?? ''}`,
      ...[...seen.slice(1), ...advice].map((line) => `${indent}${line}`),
    ]
  })
  return [...lines, '', summary(findings)].join('\n')
}

function summary(findings: readonly Finding[]): string {
  const count = (status: FindingStatus) => findings.filter((f) => f.status === status).length
  const [fails, looks] = [count('fail'), count('warn')]
  if (fails > 0) return `${fails} ${fails === 1 ? 'check fails' : 'checks fail'}. Mend these first.`
  if (looks > 0) return `Nothing fails. ${looks} worth a look.`
  return 'All is well.'
}

/** Words that are longer than a line, such as a key, keep a line of their own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
