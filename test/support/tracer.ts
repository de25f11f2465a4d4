/**
 * What stands in for an OpenTelemetry SDK, registered through its API as any other: a context that
 * follows asynchronous work, the `traceparent` header, and spans that are kept in a list.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api'

export interface KeptSpan {
  name: string
  id: string
  traceId: string
  parentId: string | undefined
  kind: SpanKind | undefined
  facts: Attributes
  isFault: boolean
  isEnded: boolean
}

export function registerTracer(): { spans: KeptSpan[]; unregister: () => void } {
  const spans: KeptSpan[] = []
  const current = new AsyncLocalStorage<Context>()
  context.setGlobalContextManager({
    active: () => current.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...given) => current.run(active, () => work.call(self, ...given)),
    bind: (_active, target) => target,
    enable: () => ({}) as never,
    disable: () => ({}) as never,
  })
  propagation.setGlobalPropagator({
    fields: () => ['traceparent'],
    inject: () => undefined,
    extract(active, carrier) {
      const { traceparent = '' } = carrier as { traceparent?: string }
      const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0[01]$/.exec(traceparent) ?? []
      if (!traceId || !spanId) return active
      return trace.setSpanContext(active, { traceId, spanId, traceFlags: TraceFlags.SAMPLED })
    },
  })
  function startSpan(name: string, options: SpanOptions = {}, from = context.active()): Span {
    const parent = options.root ? undefined : trace.getSpanContext(from)
    const kept: KeptSpan = {
      name,
      id: randomBytes(8).toString('hex'),
      traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
      parentId: parent?.spanId,
      kind: options.kind,
      facts: { ...options.attributes },
      isFault: false,
      isEnded: false,
    }
    spans.push(kept)
    const span = {
      spanContext: () => ({
        traceId: kept.traceId,
        spanId: kept.id,
        traceFlags: TraceFlags.SAMPLED,
      }),
      setAttributes: (facts: Attributes) => Object.assign(kept.facts, facts),
      setStatus: () => {
        kept.isFault = true
      },
      updateName: (newName: string) => {
        kept.name = newName
      },
      end: () => {
        kept.isEnded = true
      },
    }
    return span as unknown as Span
  }
  const tracer = {
    startSpan,
    startActiveSpan(name: string, options: SpanOptions, from: Context, work: (s: Span) => unknown) {
      const span = startSpan(name, options, from)
      return context.with(trace.setSpan(from, span), () => work(span))
    },
  } as Tracer
  trace.setGlobalTracerProvider({ getTracer: () => tracer })
  return {
    spans,
    unregister() {
      trace.disable()
      context.disable()
      propagation.disable()
    },
  }
}
