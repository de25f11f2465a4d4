/** Sends the forms of the API's page. The token stays in the tab's sessionStorage. */
export const API_DOCS_SCRIPT = `
const KEY = 'linkletter-token'
const tokenForm = document.querySelector('form.token')
const token = document.getElementById('token')
const forms = document.querySelectorAll('form.try')
for (const form of [tokenForm, ...forms]) form.hidden = false
const kept = storageOfTab()
token.value = kept?.getItem(KEY) ?? ''
token.addEventListener('input', () => kept?.setItem(KEY, token.value.trim()))
tokenForm.addEventListener('submit', (event) => event.preventDefault())

// Where the browser forbids it, the token lasts as long as the page.
function storageOfTab() {
  try { return sessionStorage } catch { return undefined }
}

const root = '/api/v1'

function addressOf(form) {
  const query = new URLSearchParams()
  let path = form.dataset.path
  for (const field of form.querySelectorAll('[data-in]')) {
    const value = field.value.trim()
    if (field.dataset.in === 'path') path = path.replace('{' + field.name + '}', encodeURIComponent(value))
    else if (value !== '') query.set(field.name, value)
  }
  return root + path + (query.size > 0 ? '?' + query : '')
}

async function send(form) {
  const said = form.querySelector('.said')
  const shown = form.querySelector('.answer')
  said.textContent = 'Waiting…'
  const { method, type } = form.dataset
  const body = form.elements.namedItem('body')
  try {
    const answer = await fetch(addressOf(form), {
      method,
      headers: {
        ...(token.value.trim() !== '' && { authorization: 'Bearer ' + token.value.trim() }),
        ...(body && type && { 'content-type': type }),
      },
      ...(body && { body: body.value }),
      credentials: 'omit',
    })
    const text = await answer.text()
    said.textContent = answer.status + ' ' + answer.statusText
    shown.textContent = pretty(text, answer.headers.get('content-type') ?? '')
    shown.hidden = text === ''
  } catch {
    said.textContent = 'No answer. Is the server there?'
    shown.hidden = true
  }
}

function pretty(text, type) {
  if (!type.includes('json')) return text
  try { return JSON.stringify(JSON.parse(text), null, 2) } catch { return text }
}

for (const form of forms)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form)
  })

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1))
  if (target instanceof HTMLDetailsElement) target.open = true
}
addEventListener('hashchange', openTarget)
openTarget()
`
