/** What the owner sees first and is written to: the overview, the rhythm of months, first steps. */
import { createJobDesk } from '../desks/job-desk.ts'
import { createJoinedByMonth } from '../desks/joined-by-month.ts'
import { createOverviewDesk } from '../desks/overview-desk.ts'
import { createRhythmDesk } from '../desks/rhythm-desk.ts'
import { createSampleMonth } from '../desks/sample-month.ts'
import { createStartDesk } from '../desks/start-desk.ts'
import { createOwnerMails } from '../owner-mails.ts'
import { createRenderOwnerMail } from '../render/owner-mail.ts'
import { createSendRendered } from '../send-service-mail.ts'
import { readEditorial } from '../store/settings.ts'
import type { CheckServices } from './checks.ts'
import type { ServiceDeps } from './deps.ts'
import type { Mailing } from './mailing.ts'
import type { SendingServices } from './sending.ts'

interface Needs
  extends Pick<Mailing, 'mailSender' | 'sendServiceMail'>,
    Pick<CheckServices, 'doctorDesk'>,
    Pick<SendingServices, 'preflight' | 'sendControl' | 'sendingHold' | 'finishedSend'> {}

export function createOwnerServices(deps: ServiceDeps, needs: Needs) {
  const { db, now } = deps
  const { baseUrl } = deps.config
  const { preflight, sendControl, sendingHold, finishedSend, doctorDesk } = needs
  const rhythmDesk = createRhythmDesk({
    db,
    now,
    readEditorial: () => readEditorial(db),
    look: preflight.look,
    sendControl,
  })
  const sampleMonth = createSampleMonth({ db, now })
  const joinedByMonth = createJoinedByMonth({ db, now })
  const startDesk = createStartDesk({
    db,
    now,
    baseUrl,
    sampleMonth,
    sendServiceMail: needs.sendServiceMail,
  })
  return {
    rhythmDesk,
    ownerMails: createOwnerMails({
      db,
      now,
      baseUrl,
      readEditorial: () => readEditorial(db),
      look: preflight.look,
      render: createRenderOwnerMail({ templates: deps.templates }),
      send: createSendRendered(needs.mailSender),
      log: deps.log,
    }),
    sampleMonth,
    startDesk,
    joinedByMonth,
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
    jobDesk: createJobDesk({ db, now, wake: deps.wake }),
  }
}
