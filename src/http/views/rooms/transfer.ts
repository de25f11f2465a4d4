import { html, raw } from 'hono/html'
import type { ImportReport } from '../../../collect/import-links.ts'
import { IMPORT_FORMATS } from '../../../collect/imports/index.ts'
import type { FieldProblem } from '../../../errors.ts'
import type { Html, Site } from '../layout.ts'
import { csrfField, problemSummary, roomPage } from './layout.ts'
import { postsDoor } from './posts/list.ts'
import { type RoomWords, roomWords } from './words.ts'

export interface TransferPageProps {
  site: Site
  csrf: string
  /** What came of the file that was just sent. */
  report?: { fileName: string; result: ImportReport } | undefined
  problems?: FieldProblem[]
  format?: string
}

/** Lines shown of those that could not be taken; the rest is counted. */
const SHOWN_LINES = 200
const EXPORTS = ['json', 'netscape', 'csv', 'opml', 'wxr'] as const

/** Links from other tools in, everything out. */
export function transferPage(props: TransferPageProps): Html {
  const { site, csrf, problems = [], report } = props
  const words = roomWords(site.publication.locale)
  return roomPage({
    site,
    csrf,
    title: words.transferTitle,
    hasError: problems.length > 0,
    main: html`<h1>${words.transferTitle}</h1>
<p class="lead">${words.transferText}</p>
${problemSummary(problems, words)}
<div id="import-report" tabindex="-1">${report ? importReport(report, words) : ''}</div>
${importForm(props, words)}
<section class="part" aria-labelledby="out">
<h2 id="out">${words.exportTitle}</h2>
<p>${words.exportText}</p>
<ul class="rows-list">${EXPORTS.map(
      (format) =>
        html`<li><a class="what" href="/admin/import/export?format=${format}" download>${words.exportFormats[format]}</a></li>`,
    )}</ul>
</section>
<div class="part">${postsDoor(site.publication.locale)}</div>`,
  })
}

function importForm({ csrf, problems = [], format }: TransferPageProps, words: RoomWords): Html {
  const problem = problems.find(({ field }) => field === 'file')?.message
  return html`<form class="part" id="import-form" method="post" action="/admin/import" enctype="multipart/form-data" data-reading="${words.importReading}" data-lost="${words.importLost}">
${csrfField(csrf)}
<div class="field">
<label for="file">${words.importFile}</label>
<p class="hint" id="file-hint">${words.importFileHint}</p>
${problem ? html`<p class="error" id="file-error">${problem}</p>` : ''}
<input id="file" name="file" type="file" required aria-describedby="file-hint${problem ? ' file-error' : ''}"${problem ? raw(' aria-invalid="true"') : ''}>
</div>
<div class="field">
<label for="format">${words.importFormat}</label>
<select id="format" name="format">${['auto', ...IMPORT_FORMATS].map(
    (name) =>
      html`<option value="${name}"${raw(name === format ? ' selected' : '')}>${name === 'auto' ? words.importAuto : name}</option>`,
  )}</select>
</div>
<p><label class="check" for="enrich"><input id="enrich" name="enrich" type="checkbox" value="yes" checked> ${words.importEnrich}</label></p>
<div class="acts"><button type="submit">${words.importButton}</button></div>
<p id="import-status" role="status"></p>
</form>`
}

/** The same for the page and for the script that asks for it when the file has been read. */
export function importReport(
  { fileName, result }: { fileName: string; result: ImportReport },
  words: RoomWords,
): Html {
  const { created, duplicates, rejected, notices } = result
  return html`<div class="notice" role="status"><p><strong>${fileName}</strong> ${words.imported(created, duplicates, rejected.length)}</p></div>
${notices.map((notice) => html`<p class="muted">${notice}</p>`)}
${
  rejected.length === 0
    ? ''
    : html`<details open><summary>${words.importRejected(rejected.length)}</summary>
<ul class="rows-list">${rejected
        .slice(0, SHOWN_LINES)
        .map(({ line, reason }) => html`<li>${words.importLine(line)} ${reason}</li>`)}</ul>
${rejected.length > SHOWN_LINES ? html`<p class="muted">${words.importMore(rejected.length - SHOWN_LINES)}</p>` : ''}
</details>`
}`
}
