import type { RecipientSlots, RenderedMail } from '../render/rendered-issue.ts'
import type { Db } from './schema.ts'

/** The mail as it was rendered at publishing, with its slots open. */
export interface StoredRender {
  subject: string
  html: string
  text: string
  slots: RecipientSlots
}

export async function insertRender(db: Db, issueId: number, mail: RenderedMail): Promise<void> {
  await db
    .insertInto('issue_render')
    .values({
      issue_id: issueId,
      subject: mail.subject,
      preheader: mail.preheader,
      html: mail.html,
      text: mail.text,
      slots: JSON.stringify(mail.slots),
    })
    .onConflict((oc) => oc.column('issue_id').doNothing())
    .execute()
}

export async function findRender(db: Db, issueId: number): Promise<StoredRender | undefined> {
  return db
    .selectFrom('issue_render')
    .select(['subject', 'html', 'text', 'slots'])
    .where('issue_id', '=', issueId)
    .executeTakeFirst()
}
