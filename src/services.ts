import { createLoginService } from './access/login-service.ts'
import { createPasskeyService } from './access/passkey-service.ts'
import { createPasswords, type ScryptCost } from './access/password.ts'
import { createPeopleService } from './access/people-service.ts'
import { createRateLimiter } from './access/rate-limiter.ts'
import { createSecondFactorService } from './access/second-factor-service.ts'
import { createSessionService } from './access/session-service.ts'
import { createAnnotateLink } from './annotate/annotate-link.ts'
import { createArchiveIssue } from './archive/archive-issue.ts'
import { createIssueCards } from './archive/issue-cards.ts'
import { createPosts } from './archive/posts.ts'
import { createAssembleIssue } from './assemble/assemble-issue.ts'
import { createEditIssue } from './assemble/edit-issue.ts'
import { createRestoreIssue } from './assemble/restore-issue.ts'
import { createClickCounter, type HeldClicks } from './clicks/click-counter.ts'
import { createAddPost } from './collect/add-post.ts'
import { cleanUrl } from './collect/clean-url.ts'
import { createExportSource } from './collect/export-source.ts'
import { createImportLinks } from './collect/import-links.ts'
import { createLookupLink } from './collect/lookup-link.ts'
import { createSaveLink } from './collect/save-link.ts'
import type { Config } from './config.ts'
import { createDeliverIssue } from './deliver/deliver-issue.ts'
import { createDkimSigner } from './deliver/dkim.ts'
import { createIssueMessages, type IssueMail } from './deliver/issue-message.ts'
import type { Mailer, SendOutcome } from './deliver/mailer.ts'
import { createReturnPaths } from './deliver/return-path.ts'
import { createUnsubscribeTokens, nobodysUnsubscribeUrl } from './deliver/unsubscribe-token.ts'
import { createDoctorDesk } from './desks/doctor-desk.ts'
import { createFinishedSends } from './desks/finished-sends.ts'
import { createIssueDesk } from './desks/issue-desk.ts'
import { createIssueHistory } from './desks/issue-history.ts'
import { createJobDesk } from './desks/job-desk.ts'
import { createJoinedByMonth } from './desks/joined-by-month.ts'
import { createLinkDesk } from './desks/link-desk.ts'
import { createLookDesk } from './desks/look-desk.ts'
import { describeMailSetup } from './desks/mail-setup.ts'
import { createOverviewDesk } from './desks/overview-desk.ts'
import { createPostDesk } from './desks/post-desk.ts'
import { createRhythmDesk } from './desks/rhythm-desk.ts'
import { createSampleMonth } from './desks/sample-month.ts'
import { createStartDesk } from './desks/start-desk.ts'
import type { Dns } from './doctor/dns.ts'
import { createDoctor } from './doctor/doctor.ts'
import type { DoctorProbes } from './doctor/doctor-probes.ts'
import { createInstanceProof } from './doctor/instance-proof.ts'
import type { DrawCard } from './domain/card.ts'
import type { GuardedFetch } from './domain/fetching.ts'
import type { Issue } from './domain/issue.ts'
import type { MakeLogo } from './domain/look.ts'
import { decodeBody } from './enrich/charset.ts'
import { createLinkEnrichment } from './enrich/enrich-link.ts'
import type { PageReading } from './enrich/page-reading.ts'
import { AppError } from './errors.ts'
import { createFeedbackService } from './feedback-service.ts'
import { createHookService } from './hook-service.ts'
import { createSendInvitation, createSendLoginMail } from './login-mail.ts'
import { createOwnerMails } from './owner-mails.ts'
import { createPreflight } from './preflight/preflight.ts'
import { holdsBack } from './preflight/unattended.ts'
import { createReaders } from './readers.ts'
import { createRenderOwnerMail } from './render/owner-mail.ts'
import { createRenderMail } from './render/render-mail.ts'
import type { IssueDocument } from './render/rendered-issue.ts'
import { createRenderServiceMail } from './render/service-mails.ts'
import type { Templates } from './render/templates.ts'
import { createResponses } from './response-service.ts'
import { createSaveWindow } from './save-window.ts'
import { createSendControl } from './send-control.ts'
import { createSendRendered, createSendServiceMail } from './send-service-mail.ts'
import { createSenderGate } from './sender-gate.ts'
import { createSendingHold } from './sending-hold.ts'
import { createSourceService } from './source-service.ts'
import { findIssue } from './store/issues.ts'
import { requestIssueChecks } from './store/link-checks.ts'
import { requestThumbnails } from './store/link-images.ts'
import { findRender } from './store/renders.ts'
import type { Database, Db } from './store/schema.ts'
import { readEditorial } from './store/settings.ts'
import { readSiteVersion } from './store/site-version.ts'
import { readEmail } from './subscriber-service.ts'
import { createTokenService } from './token-service.ts'
import { createWebhookService } from './webhook-service.ts'

export interface ServiceDeps {
  db: Database
  /** Where public pages are read from, and how their version is; the database itself when absent. */
  publicSite?: { db: Db; readVersion(): Promise<string> } | undefined
  config: Pick<
    Config,
    | 'baseUrl'
    | 'mailFrom'
    | 'fetchAllow'
    | 'sendConnections'
    | 'sendPerDomain'
    | 'sendRate'
    | 'ambiguous'
    | 'dkim'
  > &
    Partial<Pick<Config, 'feedback' | 'smtpUrl' | 'databaseUrl'>>
  /** Name servers, for the checks of the sender's domain; undefined: they are skipped. */
  dns?: Dns | undefined
  /** What only a process of its own can look at; undefined: those checks are skipped. */
  probes?: DoctorProbes | undefined
  secret: string
  /** What a password hash costs; the default is right wherever passwords are not a test's own. */
  passwordCost?: ScryptCost | undefined
  now: () => Date
  enrichPage: (url: string) => Promise<PageReading>
  /** Somebody makes small pictures of those that pages name. */
  withThumbnails?: boolean
  /** Opens uploaded pictures, on Node only; undefined: there is no logo. */
  makeLogo?: MakeLogo | undefined
  /** Draws the pictures of issues, on Node only; undefined: all have the same one. */
  drawCard?: DrawCard | undefined
  /** Fetches feeds. */
  guardedFetch: GuardedFetch
  templates: Templates
  mailer: Mailer
  enqueueEnrichment: (db: Db, linkId: number) => Promise<void>
  /** A mail was rendered from its templates. */
  onRender?: ((kind: 'issue' | 'service_mail') => void) | undefined
  /** Said of a delivery or a poll, without addresses. */
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
  /** Something became due: look now, not at the next minute. */
  wake: () => void
  /** Work that no answer waits for; the process ends after it. */
  inBackground: (work: Promise<void>) => void
  /** Where services are made anew for each request: clicks that are not written yet. */
  heldClicks?: HeldClicks | undefined
}

export type Services = ReturnType<typeof createServices>

/** Builds every stage once, with what it depends on. */
export function createServices(deps: ServiceDeps) {
  const { db, now, config } = deps
  const tokens = createUnsubscribeTokens(deps.secret)
  const dkim = config.dkim && createDkimSigner(config.dkim)
  const { bounceAddress } = config.feedback ?? {}
  const returnPaths =
    bounceAddress === undefined
      ? undefined
      : createReturnPaths({ secret: deps.secret, address: bounceAddress })
  const renderIssue = createRenderMail({ templates: deps.templates, preferences: true })
  async function renderMail(document: IssueDocument) {
    deps.onRender?.('issue')
    return renderIssue(document)
  }

  async function documentOf(issue: Issue, from: Db = db): Promise<IssueDocument> {
    const editorial = await readEditorial(from)
    return {
      issue,
      publication: editorial,
      urls: {
        home: `${config.baseUrl}/`,
        issue: `${config.baseUrl}/issues/${encodeURIComponent(issue.slug)}`,
        archive: `${config.baseUrl}/archive`,
      },
      countsClicks: editorial.countClicks,
    }
  }

  const editIssue = createEditIssue({
    db,
    now,
    checkUrl: (url) => cleanUrl(url, config.fetchAllow).url,
  })

  async function getIssue(id: number): Promise<Issue> {
    const issue = await findIssue(db, id)
    if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
    return issue
  }

  const preflight = createPreflight({
    db,
    now,
    getIssue,
    documentOf: (issue) => documentOf(issue),
    renderMail,
    checkSenderDomain: () => doctor.checkSenderDomain(),
  })

  async function issueMailOf(issue: Issue, mail: IssueMail['mail']): Promise<IssueMail> {
    const { name, locale } = await readEditorial(db)
    return {
      mail,
      publication: { name, locale },
      listId: `issues.${new URL(config.baseUrl).hostname}`,
      slug: issue.slug,
    }
  }

  const collectDeps = {
    db,
    now,
    fetchAllow: config.fetchAllow,
    enqueueEnrichment: deps.enqueueEnrichment,
  }

  const assembleIssue = createAssembleIssue({ db, now })
  const enrichment = createLinkEnrichment({
    db,
    now,
    enrichPage: deps.enrichPage,
    fetchAllow: config.fetchAllow,
    onRead: deps.withThumbnails
      ? (trx, readings) =>
          requestThumbnails(
            trx,
            readings.map(({ link, metadata }) => ({ id: link.id, imageUrl: metadata.imageUrl })),
            now(),
          )
      : undefined,
  })
  const limiter = createRateLimiter({ db, now })
  const mailSender = { mailer: deps.mailer, dkim, returnPaths, now, mailFrom: config.mailFrom }
  const sendingHold = createSendingHold({ db, now, wake: deps.wake })
  const renderServiceMail = createRenderServiceMail({ templates: deps.templates })
  const sendServiceMail = createSendServiceMail({
    ...mailSender,
    baseUrl: config.baseUrl,
    readEditorial: () => readEditorial(db),
    renderServiceMail: (name, data) => {
      deps.onRender?.('service_mail')
      return renderServiceMail(name, data)
    },
  })
  const readers = createReaders({
    db,
    now,
    secret: deps.secret,
    baseUrl: config.baseUrl,
    tokens,
    limiter,
    sendServiceMail,
    isHeld: sendingHold.isOn,
    inBackground: deps.inBackground,
    log: deps.log,
  })
  const { subscribers } = readers
  const lookDesk = createLookDesk({ db, now, makeLogo: deps.makeLogo })

  const responses = createResponses({
    db,
    now,
    secret: deps.secret,
    baseUrl: config.baseUrl,
    limiter,
    guardedFetch: deps.guardedFetch,
    fetchAllow: config.fetchAllow,
    sendServiceMail,
    readEmail,
    decodeBody,
    inBackground: deps.inBackground,
    log: deps.log,
  })
  const webhooks = createWebhookService({
    db,
    now,
    secret: deps.secret,
    baseUrl: config.baseUrl,
    fetchAllow: config.fetchAllow,
    guardedFetch: deps.guardedFetch,
    wake: deps.wake,
    log: deps.log,
  })
  const instanceProof = createInstanceProof(deps.secret)
  const doctor = createDoctor({
    baseUrl: config.baseUrl,
    mailFrom: config.mailFrom.address,
    smtpUrl: config.smtpUrl,
    dkim: config.dkim,
    feedback: config.feedback ?? {},
    databaseKind: config.databaseUrl === undefined ? 'pglite' : 'postgres',
    db,
    dns: deps.dns,
    probes: deps.probes ?? {},
    mailer: deps.mailer,
    guardedFetch: deps.guardedFetch,
    proof: instanceProof,
    unsubscribeUrl: nobodysUnsubscribeUrl(config.baseUrl, tokens),
    now,
  })
  const senderGate = createSenderGate({
    db,
    checkSenderDomain: doctor.checkSenderDomain,
    refuseHeld: sendingHold.refuse,
  })
  const secondFactors = createSecondFactorService({ db, now, secret: deps.secret, limiter })
  const logins = createLoginService({
    db,
    now,
    baseUrl: config.baseUrl,
    limiter,
    passwords: createPasswords({ ...(deps.passwordCost && { cost: deps.passwordCost }) }),
    secondFactors,
    readEmail,
    sendLoginMail: createSendLoginMail(sendServiceMail),
  })
  const sendControl = createSendControl({ db, now, wake: deps.wake, senderGate })
  const rhythmDesk = createRhythmDesk({
    db,
    now,
    readEditorial: () => readEditorial(db),
    look: preflight.look,
    sendControl,
  })
  const sampleMonth = createSampleMonth({ db, now })
  const joinedByMonth = createJoinedByMonth({ db, now })
  const finishedSend = createFinishedSends({ db, now })
  const doctorDesk = createDoctorDesk({ db, now, run: doctor.run })
  const startDesk = createStartDesk({
    db,
    now,
    baseUrl: config.baseUrl,
    sampleMonth,
    sendServiceMail,
  })
  const sources = createSourceService({
    ...collectDeps,
    guardedFetch: deps.guardedFetch,
    decodeBody,
    log: deps.log,
  })

  return {
    db,
    publicSite: deps.publicSite ?? { db: db as Db, readVersion: () => readSiteVersion(db) },
    now,
    documentOf,
    getIssue,
    renderMail,
    readEditorial: () => readEditorial(db),
    unsubscribeTokens: tokens,
    saveLink: createSaveLink(collectDeps),
    addPost: createAddPost(collectDeps),
    exportSource: createExportSource({ db }),
    importLinks: createImportLinks({
      ...collectDeps,
      importSource: sources.addImported,
      restoreLook: ({ accent, ...look }) => lookDesk.restore({ ...look, accent: accent ?? '' }),
      restoreResponseSettings: responses.restoreSettings,
    }),
    sources,
    hooks: createHookService({
      ...collectDeps,
      decodeBody,
      baseUrl: config.baseUrl,
      log: deps.log,
    }),
    feedback: createFeedbackService({
      db,
      now,
      tokens,
      returnPaths,
      unsubscribe: (id) => subscribers.unsubscribe(id),
      config: config.feedback ?? {},
      guardedFetch: deps.guardedFetch,
      log: deps.log,
    }),
    lookupLink: createLookupLink(collectDeps),
    clicks: createClickCounter({
      db,
      now,
      inBackground: deps.inBackground,
      held: deps.heldClicks,
    }),
    enqueueEnrichment: deps.enqueueEnrichment,
    enrichment,
    enrichLink: enrichment.enrichLink,
    annotateLink: createAnnotateLink({ db, now }),
    async assembleIssue(month: string) {
      const issue = await assembleIssue(month)
      await requestIssueChecks(db, issue.id, now())
      return issue
    },
    editIssue,
    sender: config.mailFrom,
    archiveIssue: createArchiveIssue({
      db,
      now,
      renderMail: async (trx, issue) => renderMail(await documentOf(issue, trx)),
    }),
    deliverIssue: createDeliverIssue({
      db,
      now,
      mailer: deps.mailer,
      tokens,
      returnPaths,
      baseUrl: config.baseUrl,
      mailFrom: config.mailFrom,
      connections: config.sendConnections,
      connectionsPerDomain: config.sendPerDomain,
      rate: config.sendRate,
      ambiguous: config.ambiguous,
      dkim,
      log: deps.log,
      refuseHeld: sendingHold.refuse,
      async loadMail(issueId) {
        const render = await findRender(db, issueId)
        if (!render) throw new AppError('INTERNAL', `Issue ${issueId} has no rendering.`)
        return issueMailOf(await getIssue(issueId), render)
      },
    }),
    /** One real mail through the real path, to see it before everybody does. */
    async sendTest(id: number, to: string[]): Promise<{ to: string; outcome: SendOutcome }[]> {
      const issue = await getIssue(id)
      const mail = await issueMailOf(issue, await renderMail(await documentOf(issue)))
      const unique = crypto.randomUUID()
      const sender = {
        from: config.mailFrom,
        baseUrl: config.baseUrl,
        tokens,
        returnPaths,
        now,
        dkim,
      }
      const compose = createIssueMessages(id, mail, sender, { id: unique })
      const results = await Promise.all(
        to.map(async (email) => ({
          to: email,
          outcome: await deps.mailer.send(await compose({ subscriberId: 0, email, name: '' })),
        })),
      )
      if (results.some(({ outcome }) => outcome.state === 'sent'))
        await preflight.noteTest(id, to.length)
      return results
    },
    preflight,
    /** How many things keep an issue from being sent while nobody looks. */
    countHeldBack: async (id: number) =>
      (await preflight.look(id)).problems.filter(holdsBack).length,
    sendControl,
    rhythmDesk,
    ownerMails: createOwnerMails({
      db,
      now,
      baseUrl: config.baseUrl,
      readEditorial: () => readEditorial(db),
      look: preflight.look,
      render: createRenderOwnerMail({ templates: deps.templates }),
      send: createSendRendered(mailSender),
      log: deps.log,
    }),
    senderGate,
    sendingHold,
    doctor,
    doctorDesk,
    mailSetup: describeMailSetup(config),
    sampleMonth,
    startDesk,
    overviewDesk: createOverviewDesk({
      db,
      now,
      readEditorial: () => readEditorial(db),
      doctorDesk,
      startDesk,
      joinedByMonth,
      rhythmDesk,
      finishedSend,
      findHold: sendingHold.find,
    }),
    joinedByMonth,
    finishedSend,
    checkSenderDomain: doctor.checkSenderDomain,
    instanceProof,
    inBackground: deps.inBackground,
    sessions: createSessionService({ db, now }),
    logins,
    secondFactors,
    passkeys: createPasskeyService({
      db,
      now,
      baseUrl: config.baseUrl,
      secret: deps.secret,
      limiter,
    }),
    people: createPeopleService({
      db,
      now,
      readEmail,
      inviteLink: logins.inviteLink,
      sendInvitation: createSendInvitation(sendServiceMail),
    }),
    issueDesk: createIssueDesk({
      db,
      now,
      readEditorial: () => readEditorial(db),
      getIssue,
      editIssue,
      documentOf: (issue) => documentOf(issue),
      renderMail,
    }),
    jobDesk: createJobDesk({ db, now, wake: deps.wake }),
    issueHistory: createIssueHistory({
      db,
      getIssue,
      restoreIssue: createRestoreIssue({ db, now }),
    }),
    postDesk: createPostDesk({
      db,
      now,
      baseUrl: config.baseUrl,
      fetchAllow: config.fetchAllow,
      readEditorial: () => readEditorial(db),
    }),
    linkDesk: createLinkDesk({
      db,
      now,
      readEditorial: () => readEditorial(db),
      annotateLink: createAnnotateLink({ db, now }),
      enqueueEnrichment: deps.enqueueEnrichment,
    }),
    saveWindow: createSaveWindow({
      db,
      now,
      fetchAllow: config.fetchAllow,
      readEditorial: () => readEditorial(db),
      saveLink: createSaveLink(collectDeps),
      lookupLink: createLookupLink(collectDeps),
      annotateLink: createAnnotateLink({ db, now }),
    }),
    lookDesk,
    issueCard: createIssueCards(deps.drawCard),
    posts: createPosts({ db, now, getIssue, documentOf: (issue) => documentOf(issue) }),
    readers,
    responses,
    subscribers,
    tokens: createTokenService({ db, now }),
    webhooks,
  }
}
