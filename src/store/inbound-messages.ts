import type { Db } from './schema.ts'

export interface InboundMessage {
  /** Hash of the Message-ID, or of the message. */
  messageHash: string
  hookId: number
  saved: number
  reason: string | null
  receivedAt: Date
}

/** False when the message came in before; waits for one that is coming in at this moment. */
export async function insertInboundMessage(db: Db, message: InboundMessage): Promise<boolean> {
  const row = await db
    .insertInto('inbound_message')
    .values({
      message_hash: message.messageHash,
      hook_id: message.hookId,
      saved: message.saved,
      reason: message.reason,
      received_at: message.receivedAt,
    })
    .onConflict((oc) => oc.column('message_hash').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
