import { html, raw } from 'hono/html'
import type { Html } from '../layout.ts'
import type { DescribedMethod, DescribedOperation, DescribedParameter } from './described.ts'
import { codeIn, fieldsOf, typeOf } from './schema-view.ts'

export interface CallProps {
  path: string
  method: DescribedMethod
  call: DescribedOperation
  /** Address of the API, without a slash at the end. */
  server: string
}

/** One call: what it does, takes and answers, and a form to try it. */
export function callView(props: CallProps): Html {
  const { path, method, call } = props
  const scope = call.security[0]?.token?.[0]
  const shown = call.parameters?.filter((parameter) => parameter.in !== 'path') ?? []
  const id = call.operationId
  return html`<details class="call" id="${id}"><summary><code class="method ${method}">${method.toUpperCase()}</code> <code class="path">${path}</code> <span class="sum">${call.summary}</span></summary>
${call.description ? html`<p>${codeIn(call.description)}</p>` : ''}
<p class="muted">${scope ? html`Needs a token of scope <strong>${scope}</strong>.` : 'Needs no token.'}</p>
${shown.length > 0 ? html`<h3>Parameters</h3><dl class="fields">${shown.map(parameterRow)}</dl>` : ''}
${bodyView(call)}
<h3>Answers</h3><dl class="fields answers">${Object.entries(call.responses).map(
    ([status, answer]) =>
      html`<div><dt><code>${status}</code></dt><dd>${answer['x-codes'] ? html`<code>${answer['x-codes'].join(' ')}</code>` : html`${codeIn(answer.description)}${Object.entries(answer.content ?? {}).map(([type, { schema }]) => html`<br>${type === 'application/json' ? typeOf(schema) : html`<code>${type}</code>`}`)}`}</dd></div>`,
  )}</dl>
<h3>On the command line</h3><pre tabindex="0" aria-label="Command for ${call.summary}">${curlOf(props)}</pre>
${tryForm(props)}</details>`
}

function parameterRow(parameter: DescribedParameter): Html {
  const { name, required, description, schema } = parameter
  return html`<div><dt><code>${name}</code>${parameter.in === 'header' ? html` <span class="muted">header</span>` : ''}${required ? html` <span class="muted">needed</span>` : ''}</dt><dd>${typeOf(schema)}${description ? html`. ${codeIn(description)}` : ''}</dd></div>`
}

function bodyView({ requestBody }: DescribedOperation): Html {
  if (!requestBody) return html``
  const json = requestBody.content['application/json']
  if (json) return html`<h3>Body</h3>${fieldsOf(json.schema)}`
  return html`<h3>Body</h3><p>A file: ${Object.keys(requestBody.content).join(', ')}.</p>`
}

function exampleOf({ requestBody }: DescribedOperation): string | undefined {
  if (!requestBody) return undefined
  const json = requestBody.content['application/json']
  if (json) return JSON.stringify(json.example, null, 2)
  return String(Object.values(requestBody.content)[0]?.schema.example ?? '')
}

function curlOf({ path, method, call, server }: CallProps): string {
  const address = server + path.replace(/\{\w+\}/g, '1')
  const example = exampleOf(call)
  const isJson = call.requestBody?.content['application/json'] !== undefined
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${address}`,
    ...(call.security.length > 0 ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(isJson && example ? [`--json '${JSON.stringify(JSON.parse(example))}'`] : []),
    ...(!isJson && example !== undefined ? ['--data-binary @FILE'] : []),
  ]
  return lines.join(' \\\n  ')
}

/** Shown by the script alone: without it there is nobody to send it. */
function tryForm({ path, method, call }: CallProps): Html {
  const id = call.operationId
  const fields = call.parameters?.filter((parameter) => parameter.in !== 'header') ?? []
  const example = exampleOf(call)
  const type = call.requestBody ? Object.keys(call.requestBody.content)[0] : ''
  return html`<form class="try" hidden data-method="${method.toUpperCase()}" data-path="${path}" data-type="${type}" aria-label="Try ${call.summary}">
<h3>Try it</h3>
${fields.map(
  ({ name, in: place, required }) =>
    html`<p class="row"><label for="${id}-${name}">${name}</label><input id="${id}-${name}" name="${name}" data-in="${place}"${raw(required ? ' required' : '')} autocomplete="off" autocapitalize="off" spellcheck="false"></p>`,
)}
${example === undefined ? '' : html`<p class="row"><label for="${id}-body">Body</label><textarea id="${id}-body" name="body" rows="${Math.min(10, example.split('\n').length + 1)}" spellcheck="false">${example}</textarea></p>`}
<p><button type="submit">Send</button> <span class="muted said" role="status"></span></p>
<pre class="answer" hidden tabindex="0" aria-label="Answer"></pre></form>`
}
