/** Messages as mail systems send them back; lines as they came, `\n` for CRLF. */

export const crlf = (text: string) => text.replace(/\r?\n/g, '\r\n')

export interface SampleBounce {
  /** The bounce address that was mailed to. */
  to: string
  status?: string
  action?: string
  diagnostic?: string
  /** Header lines of the message that is returned. */
  original?: string
  messageId?: string
  finalRecipient?: string
}

/** As Postfix writes it: RFC 3464, and marked as an automatic answer. */
export function postfixDsn(sample: SampleBounce): string {
  const {
    status = '5.1.1',
    action = 'failed',
    diagnostic = 'smtp; 550 5.1.1 <ada@reader.example>: Recipient address rejected: User unknown',
    original = 'Subject: July',
    messageId = '<20230710120102.AB12@mx.reader.example>',
    finalRecipient = 'rfc822; ada@reader.example',
  } = sample
  return crlf(`Return-Path: <>
Received: by mx.reader.example (Postfix) id AB12; Mon, 10 Jul 2023 12:01:02 +0000 (UTC)
Date: Mon, 10 Jul 2023 12:01:02 +0000 (UTC)
From: MAILER-DAEMON@mx.reader.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${sample.to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="AB12.1688990462/mx.reader.example"
Message-Id: ${messageId}

This is a MIME-encapsulated message.

--AB12.1688990462/mx.reader.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.reader.example.

I'm sorry to have to inform you that your message could not be delivered.

--AB12.1688990462/mx.reader.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.reader.example
X-Postfix-Queue-ID: AB12
Arrival-Date: Mon, 10 Jul 2023 12:01:01 +0000 (UTC)

Final-Recipient: ${finalRecipient}
Original-Recipient: rfc822;ada@reader.example
Action: ${action}
Status: ${status}
Remote-MTA: dns; in.reader.example
Diagnostic-Code: ${diagnostic}

--AB12.1688990462/mx.reader.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

${original}
From: Letters <editor@letters.example>

The letter.
--AB12.1688990462/mx.reader.example--
`)
}

/** As feedback loops write it: RFC 5965, the reader's address blacked out. */
export function arf(sample: { original: string; type?: string; messageId?: string }): string {
  return crlf(`From: <feedback@loop.example>
Date: Tue, 11 Jul 2023 08:00:00 +0000
Subject: FW: July
To: <abuse@letters.example>
Message-ID: ${sample.messageId ?? '<arf-1@loop.example>'}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
	boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report for an email message received from IP 192.0.2.2.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: ${sample.type ?? 'abuse'}
User-Agent: SomeGenerator/1.0
Version: 1
Reporting-MTA: dns; mail.loop.example
Source-IP: 192.0.2.2

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

${sample.original}
From: Letters <editor@letters.example>
To: redacted@loop.example

The letter.
--part1_13d.2e68ed54_boundary--
`)
}

/** As qmail writes it: no parts, nothing a program could read for sure. */
export function qmailBounce({ to, text }: { to: string; text?: string }): string {
  return crlf(`Return-Path: <>
Delivered-To: ${to}
Date: 10 Jul 2023 12:01:02 -0000
From: MAILER-DAEMON@qmail.reader.example
To: ${to}
Subject: failure notice

Hi. This is the qmail-send program at qmail.reader.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@reader.example>:
${text ?? 'Sorry, no mailbox here by that name. (#5.1.1)'}

--- Below this line is a copy of the message.

Subject: July
From: Letters <editor@letters.example>

A letter about a mailbox that is full.
`)
}

export function vacation(to: string): string {
  return crlf(`Return-Path: <>
From: Ada <ada@reader.example>
To: ${to}
Subject: Out of office: July
Message-ID: <vacation-1@reader.example>
Auto-Submitted: auto-replied
Content-Type: text/plain

I no longer work here on Fridays. The mailbox is unavailable.
`)
}
