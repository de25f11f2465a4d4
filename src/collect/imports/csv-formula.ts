/**
 * Cells that a spreadsheet would run as a formula, made inert and back.
 *
 * A cell beginning with = + - @ TAB or CR gets an apostrophe before it, as OWASP's "CSV
 * Injection" advises; one that already begins with apostrophes before such a sign gets one
 * more, so that every cell comes back as it was.
 */
export function inertCell(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

export function plainCell(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}
