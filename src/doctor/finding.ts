/**
 * ok       as it should be
 * warn     works, or could not be seen from here; worth a look
 * fail     mail is lost or refused until it is mended
 * skipped  does not apply to this installation
 */
export type FindingStatus = 'ok' | 'warn' | 'fail' | 'skipped'

export interface Finding {
  /** Short name of the check, the same in every version. */
  check: string
  status: FindingStatus
  /** What was seen. */
  text: string
  /** What to do; null when there is nothing. */
  fix: string | null
}

/** The findings of one check, to be made in a word. */
export function findingsOf(check: string) {
  const make = (status: FindingStatus) => (text: string, fix: string | null) => ({
    check,
    status,
    text,
    fix,
  })
  return {
    ok: (text: string): Finding => make('ok')(text, null),
    warn: make('warn') as (text: string, fix: string) => Finding,
    fail: make('fail') as (text: string, fix: string) => Finding,
    skipped: (text: string): Finding => make('skipped')(text, null),
  }
}
