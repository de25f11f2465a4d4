/** The mail templates below `emails/`, put in by the bundler: a Worker has no disk. */
import addressMjml from '../../emails/address.mjml'
import addressTxtLiquid from '../../emails/address.txt.liquid'
import confirmMjml from '../../emails/confirm.mjml'
import confirmTxtLiquid from '../../emails/confirm.txt.liquid'
import dataMjml from '../../emails/data.mjml'
import dataTxtLiquid from '../../emails/data.txt.liquid'
import goodbyeMjml from '../../emails/goodbye.mjml'
import goodbyeTxtLiquid from '../../emails/goodbye.txt.liquid'
import inviteMjml from '../../emails/invite.mjml'
import inviteTxtLiquid from '../../emails/invite.txt.liquid'
import issueMjml from '../../emails/issue.mjml'
import loginMjml from '../../emails/login.mjml'
import loginTxtLiquid from '../../emails/login.txt.liquid'
import movedMjml from '../../emails/moved.mjml'
import movedTxtLiquid from '../../emails/moved.txt.liquid'
import ownerMjml from '../../emails/owner.mjml'
import ownerTxtLiquid from '../../emails/owner.txt.liquid'
import partialsHeadMjml from '../../emails/partials/head.mjml'
import partialsLetterMjml from '../../emails/partials/letter.mjml'
import partialsLogoMjml from '../../emails/partials/logo.mjml'
import responsesMjml from '../../emails/responses.mjml'
import responsesTxtLiquid from '../../emails/responses.txt.liquid'
import testMjml from '../../emails/test.mjml'
import testTxtLiquid from '../../emails/test.txt.liquid'
import welcomeMjml from '../../emails/welcome.mjml'
import welcomeTxtLiquid from '../../emails/welcome.txt.liquid'
import { createTemplates, type TemplateFiles } from '../render/templates.ts'

/** Name below `emails/` → text. */
export const TEMPLATE_FILES: TemplateFiles = {
  'address.mjml': addressMjml,
  'address.txt.liquid': addressTxtLiquid,
  'confirm.mjml': confirmMjml,
  'confirm.txt.liquid': confirmTxtLiquid,
  'data.mjml': dataMjml,
  'data.txt.liquid': dataTxtLiquid,
  'goodbye.mjml': goodbyeMjml,
  'goodbye.txt.liquid': goodbyeTxtLiquid,
  'invite.mjml': inviteMjml,
  'invite.txt.liquid': inviteTxtLiquid,
  'issue.mjml': issueMjml,
  'login.mjml': loginMjml,
  'login.txt.liquid': loginTxtLiquid,
  'moved.mjml': movedMjml,
  'moved.txt.liquid': movedTxtLiquid,
  'owner.mjml': ownerMjml,
  'owner.txt.liquid': ownerTxtLiquid,
  'partials/head.mjml': partialsHeadMjml,
  'partials/letter.mjml': partialsLetterMjml,
  'partials/logo.mjml': partialsLogoMjml,
  'responses.mjml': responsesMjml,
  'responses.txt.liquid': responsesTxtLiquid,
  'test.mjml': testMjml,
  'test.txt.liquid': testTxtLiquid,
  'welcome.mjml': welcomeMjml,
  'welcome.txt.liquid': welcomeTxtLiquid,
}

/** Parsed once an isolate; holds nothing of a request. */
export const templates = createTemplates(TEMPLATE_FILES)
