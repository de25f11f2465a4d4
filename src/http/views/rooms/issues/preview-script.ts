import { scriptAsset } from '../room-asset.ts'

/** Keys 1 to 6 choose what is shown. */
export const previewScript = scriptAsset(
  'preview.js',
  `
'use strict'
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select')) return
  document.querySelector('[data-key="' + CSS.escape(event.key) + '"]')?.click()
})
`,
)
