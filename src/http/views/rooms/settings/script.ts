import { scriptAsset } from '../room-asset.ts'

/**
 * Settings and first steps: the title as the pattern makes it while one types, and the browser's
 * time zone where nobody has chosen one (`data-guess` on the form).
 */
export const settingsScript = scriptAsset(
  'settings.js',
  `
'use strict'
{
const pattern = document.querySelector('#title_pattern')
const example = document.querySelector('.example')
if (pattern && example)
  pattern.addEventListener('input', () => {
    example.querySelector('q').textContent = pattern.value
      .replaceAll('{month}', example.dataset.month)
      .replaceAll('{year}', example.dataset.year)
  })
const zone = document.querySelector('form[data-guess] select[name="time_zone"]')
if (zone) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  if ([...zone.options].some((option) => option.value === timeZone)) zone.value = timeZone
}
}
`,
)
