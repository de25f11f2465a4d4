/** Links: how they come in, are read and annotated. */
import { createAnnotateLink } from '../annotate/annotate-link.ts'
import { createAddPost } from '../collect/add-post.ts'
import { createExportSource } from '../collect/export-source.ts'
import { createImportLinks, type ImportLinksDeps } from '../collect/import-links.ts'
import { createLookupLink } from '../collect/lookup-link.ts'
import { createSaveLink } from '../collect/save-link.ts'
import { createLinkDesk } from '../desks/link-desk.ts'
import { decodeBody } from '../enrich/charset.ts'
import { createLinkEnrichment } from '../enrich/enrich-link.ts'
import { createHookService } from '../hook-service.ts'
import { createSaveWindow } from '../save-window.ts'
import { createSourceService } from '../source-service.ts'
import { requestThumbnails } from '../store/link-images.ts'
import { readEditorial } from '../store/settings.ts'
import type { ServiceDeps } from './deps.ts'

type Needs = Pick<ImportLinksDeps, 'restoreLook' | 'restoreResponseSettings'>

export function createCollecting(deps: ServiceDeps, needs: Needs) {
  const { db, now, config, enqueueEnrichment, log } = deps
  const { fetchAllow } = config
  const collectDeps = { db, now, fetchAllow, enqueueEnrichment }
  const saveLink = createSaveLink(collectDeps)
  const lookupLink = createLookupLink(collectDeps)
  const annotateLink = createAnnotateLink({ db, now })
  const enrichment = createLinkEnrichment({
    db,
    now,
    enrichPage: deps.enrichPage,
    fetchAllow,
    onRead: deps.withThumbnails
      ? (trx, readings) =>
          requestThumbnails(
            trx,
            readings.map(({ link, metadata }) => ({ id: link.id, imageUrl: metadata.imageUrl })),
            now(),
          )
      : undefined,
  })
  const sources = createSourceService({
    ...collectDeps,
    guardedFetch: deps.guardedFetch,
    decodeBody,
    log,
  })
  return {
    saveLink,
    lookupLink,
    annotateLink,
    enqueueEnrichment,
    enrichment,
    enrichLink: enrichment.enrichLink,
    addPost: createAddPost(collectDeps),
    exportSource: createExportSource({ db }),
    importLinks: createImportLinks({ ...collectDeps, ...needs, importSource: sources.addImported }),
    sources,
    hooks: createHookService({ ...collectDeps, decodeBody, baseUrl: config.baseUrl, log }),
    linkDesk: createLinkDesk({
      db,
      now,
      readEditorial: () => readEditorial(db),
      annotateLink,
      enqueueEnrichment,
    }),
    saveWindow: createSaveWindow({
      db,
      now,
      fetchAllow,
      readEditorial: () => readEditorial(db),
      saveLink,
      lookupLink,
      annotateLink,
    }),
  }
}
