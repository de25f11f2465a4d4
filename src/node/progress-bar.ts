/**
 * Progress for people and for logs: a bar that redraws itself on a terminal,
 * otherwise a plain line now and then. Written to stderr, so that stdout stays the answer.
 */
export function createProgress(label: string, out: NodeJS.WriteStream = process.stderr) {
  let lastLineAt = 0
  let isDrawn = false
  function show(done: number, total: number | undefined, note = ''): void {
    const share = total ? Math.min(1, done / total) : 0
    const count = total === undefined ? `${done}` : `${done} of ${total}`
    if (out.isTTY) {
      const width = 30
      const full = Math.round(share * width)
      const bar = total === undefined ? '' : `[${'█'.repeat(full)}${'░'.repeat(width - full)}] `
      out.write(`\r\x1b[2K${label} ${bar}${count} ${note}`)
      isDrawn = true
    } else if (Date.now() - lastLineAt > 2_000) {
      lastLineAt = Date.now()
      out.write(`${label}: ${count} ${note}`.trimEnd().concat('\n'))
    }
  }
  return {
    show,
    end(): void {
      if (isDrawn) out.write('\n')
    },
  }
}
