/**
 * Pieces of work that a tracing tool may show. An argument, as the clock is: no stage knows a tool.
 * Names and facts are words and numbers of ours, never an address, a token or anybody's text.
 */
export type TraceFacts = Record<string, string | number>

export interface TraceOptions {
  facts?: TraceFacts
  /** It begins a trace of its own, whatever was going on where somebody asked for it. */
  isRoot?: boolean
  /** It answers a request, whose `traceparent` header may say what it belongs to. */
  request?: { traceparent: string | undefined }
}

/** Adds what came out. A fact `error.type` says that it went wrong; `name` replaces the name. */
export type NoteFacts = (facts: TraceFacts, name?: string) => void

export type Trace = <T>(
  name: string,
  options: TraceOptions,
  work: (note: NoteFacts) => Promise<T>,
) => Promise<T>

export const untraced: Trace = (_name, _options, work) => work(() => undefined)
