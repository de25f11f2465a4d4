import MailComposer from 'nodemailer/lib/mail-composer'
import type { OutgoingMail } from './mailer.ts'

export interface DkimKey {
  domain: string
  selector: string
  privateKey: string
}

/** The message as bytes, RFC 5322 with CRLF; text part first, so that the richest part comes last. */
export async function composeMail(mail: OutgoingMail, dkim?: DkimKey): Promise<Buffer> {
  const node = new MailComposer({
    from: { name: mail.from.name, address: mail.from.address },
    to: { name: mail.to.name, address: mail.to.address },
    subject: mail.subject,
    messageId: mail.messageId,
    text: mail.text,
    html: mail.html,
    headers: mail.headers,
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  if (dkim)
    Object.assign(node, {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
    })
  return new Promise((resolve, reject) => {
    node.build((error, bytes) => (error ? reject(error) : resolve(bytes)))
  })
}
