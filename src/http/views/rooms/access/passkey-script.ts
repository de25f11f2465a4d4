import { scriptAsset } from '../room-asset.ts'

/**
 * Passkeys in the browser: asks the server for a challenge, the browser for its answer, and sends
 * that with the form. The JSON forms are the browsers' own (W3C Web Authentication Level 3,
 * sections 5.1.8 to 5.1.10); where they are missing, the forms stay hidden.
 */
export const passkeyScript = scriptAsset(
  'passkeys.js',
  `
'use strict'
{
const Credential = window.PublicKeyCredential
const canDo = typeof Credential?.parseCreationOptionsFromJSON === 'function' && !!navigator.credentials
const makers = {
  new: (options) => navigator.credentials.create({ publicKey: Credential.parseCreationOptionsFromJSON(options) }),
  login: (options) => navigator.credentials.get({ publicKey: Credential.parseRequestOptionsFromJSON(options) }),
}
const none = document.querySelector('#no-passkeys')
if (none) {
  none.hidden = canDo
  none.textContent = none.dataset.cannot
}
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!canDo) continue
  form.hidden = false
  const { credential, csrf } = form.elements
  const button = form.querySelector('button')
  const error = form.querySelector('.error[role]')
  form.addEventListener('submit', async (event) => {
    if (credential.value !== '') return
    event.preventDefault()
    error.textContent = ''
    button.disabled = true
    try {
      const answer = await fetch(form.dataset.options, {
        method: 'POST',
        body: new URLSearchParams(csrf ? { csrf: csrf.value } : {}),
      })
      const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json')
      // Too many tries, or the login is asked for once more: the server's own page says so.
      if (!isJson && form.dataset.passkey === 'new') return location.reload()
      if (!isJson) throw new Error('no challenge')
      const made = await makers[form.dataset.passkey](await answer.json())
      credential.value = JSON.stringify(made.toJSON())
      HTMLFormElement.prototype.submit.call(form)
    } catch (reason) {
      console.info('No passkey:', reason.message)
      error.textContent = form.dataset.failed
    } finally {
      button.disabled = false
    }
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-passkey]')) form.elements.credential.value = ''
})
}
`,
)
