/**
 * Traces for OpenTelemetry, by the API alone. The SDK, which collects and sends them, is the
 * owner's: registered by his own `node --import`, or `@opentelemetry/sdk-node`, started here when
 * `OTEL_EXPORTER_OTLP_ENDPOINT` is set. With neither nothing is loaded, not even the API.
 */
import { setTimeout } from 'node:timers/promises'
import type { Span } from '@opentelemetry/api'
import type { Trace, TraceFacts } from '../domain/trace.ts'
import { isAppError, messageOf } from '../errors.ts'
import { VERSION } from '../version.ts'

export interface Tracing {
  trace: Trace
  /** Sends what is left, where the SDK was started here. */
  close(): Promise<void>
}

export interface OpenTracingOptions {
  /** What is set of `OTEL_…`, also in `.env`. */
  settings: Record<string, string>
  warn: (message: string, details: Record<string, unknown>) => void
  importSdk?: () => Promise<NodeSdkModule>
}

/** What of `@opentelemetry/sdk-node` is needed. */
export interface NodeSdkModule {
  NodeSDK: new () => NodeSdk
}
interface NodeSdk {
  start(): void
  shutdown(): Promise<void>
}

const CLOSE_MS = 5_000
const SDK: string = '@opentelemetry/sdk-node'
/** Where every copy of the API, major version 1, looks for what was registered. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1')

/** Undefined: nobody wants traces. Never throws: no send waits for a tool that only watches. */
export async function openTracing(options: OpenTracingOptions): Promise<Tracing | undefined> {
  let sdk: NodeSdk | undefined
  if (!isRegistered()) {
    if (!isWanted(options.settings)) return undefined
    sdk = await startSdk(options)
    if (!sdk) return undefined
  }
  return {
    trace: createTrace(await import('@opentelemetry/api')),
    async close() {
      const sent = sdk?.shutdown().catch((error) => {
        options.warn('the last traces were not sent', { error: messageOf(error) })
      })
      // A collector that is away must not hold up the end.
      await Promise.race([sent, setTimeout(CLOSE_MS, undefined, { ref: false })])
    },
  }
}

function isRegistered(): boolean {
  const registry = (globalThis as Record<symbol, unknown>)[REGISTRY]
  return typeof registry === 'object' && registry !== null && 'trace' in registry
}

function isWanted(settings: Record<string, string>): boolean {
  const endpoint =
    settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || settings.OTEL_EXPORTER_OTLP_ENDPOINT
  return Boolean(endpoint) && settings.OTEL_SDK_DISABLED?.toLowerCase() !== 'true'
}

async function startSdk(options: OpenTracingOptions): Promise<NodeSdk | undefined> {
  const { settings, warn, importSdk = () => import(SDK) as Promise<NodeSdkModule> } = options
  // The SDK reads its settings here alone, and knows nothing of `.env`.
  for (const [name, value] of Object.entries({ OTEL_SERVICE_NAME: 'linkletter', ...settings }))
    process.env[name] ??= value
  try {
    const { NodeSDK } = await importSdk()
    const sdk = new NodeSDK()
    sdk.start()
    return sdk
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    warn(
      isMissing
        ? `OTEL_EXPORTER_OTLP_ENDPOINT is set, but no traces are sent: install ${SDK} (npm install ${SDK}) and start again.`
        : `No traces are sent: ${SDK} did not start.`,
      { error: messageOf(error) },
    )
    return undefined
  }
}

function createTrace(api: typeof import('@opentelemetry/api')): Trace {
  const { context, propagation, SpanKind, SpanStatusCode } = api
  const tracer = api.trace.getTracer('linkletter', VERSION)

  function note(span: Span, facts: TraceFacts): void {
    span.setAttributes(facts)
    if ('error.type' in facts) span.setStatus({ code: SpanStatusCode.ERROR })
  }

  /** Of a request only its place in a trace is believed, nothing else that it may bring along. */
  function parentOf(traceparent: string | undefined) {
    const active = context.active()
    if (traceparent === undefined || api.trace.getSpan(active)) return active
    return propagation.extract(active, { traceparent })
  }

  return (name, { facts = {}, isRoot = false, request }, work) =>
    tracer.startActiveSpan(
      name,
      { attributes: facts, root: isRoot, kind: request ? SpanKind.SERVER : SpanKind.INTERNAL },
      parentOf(request?.traceparent),
      async (span) => {
        try {
          return await work((added, newName) => {
            note(span, added)
            if (newName !== undefined) span.updateName(newName)
          })
        } catch (error) {
          // The message may hold an address that a mail server repeated: only its kind is told.
          note(span, { 'error.type': isAppError(error) ? error.code : kindOf(error) })
          throw error
        } finally {
          span.end()
        }
      },
    )
}

const kindOf = (error: unknown) => (error instanceof Error ? error.name : typeof error)
