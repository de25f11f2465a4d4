import type { BounceKind } from '../../domain/feedback.ts'

/**
 * Enhanced status codes (RFC 3463, IANA registry) by what they say about the address. What is not
 * listed is soft: one unclear refusal must not cost a reader.
 */
const HARD = new Set([
  '5.1.0', // address, no more said
  '5.1.1', // no such mailbox
  '5.1.2', // no such host
  '5.1.3', // not an address
  '5.1.6', // moved away
  '5.1.10', // the domain takes no mail (null MX)
  '5.2.1', // mailbox closed
  '5.4.4', // no way to the host
])
/** 5.1.7 and 5.1.8 are about the sender's address; 5.7 is policy, 5.6 the message itself. */
const BLOCKED = /^5\.(?:1\.[78]|6\.\d+|7\.\d+)$/

const BLOCKED_WORDS =
  /\b(?:spam|block(?:ed)? ?list(?:ed)?|black ?list(?:ed)?|spamhaus|barracuda|reputation|dmarc|dkim|spf|policy|poor sender|content rejected|message rejected|blocked using|unsolicited)\b/i
const FULL_WORDS =
  /\b(?:quota|mailbox (?:is )?full|full mailbox|over ?quota|storage|insufficient space|exceeded)\b/i
const HARD_WORDS =
  /\b(?:(?:user|recipient|mailbox|account|address|addressee|member)\b.{0,40}\b(?:unknown|not found|doesn'?t exist|does not exist|disabled|inactive|invalid|unavailable|no longer|rejected|deactivated|suspended)|(?:unknown|no such|invalid|nonexistent|non-existent) (?:local )?(?:user|recipient|mailbox|address|account|person|domain)|unrouteable address|no mailbox here|not a (?:known|valid) (?:user|recipient|mailbox)|couldn'?t find any host|host or domain name not found|domain (?:does not exist|not found)|nxdomain|no longer (?:works|employed|with))/i

/**
 * What a refusal says about the address.
 *
 * In: an enhanced status (`5.1.1`, or '' when there is none) and the server's words, whose own
 * code counts where the status says only that it failed (`5.0.0`). Out: the kind.
 */
export function classifyBounce(status: string, words: string): BounceKind {
  const code = exactCode(status, words)
  if (code.startsWith('4.')) return 'soft'
  if (BLOCKED.test(code)) return 'blocked'
  if (HARD.has(code)) return 'hard'
  // 5.2.2 and the like are exact; 5.0.0, 5.4.1 and 5.5.0 are used for everything.
  if (code !== '' && !/^5\.(?:0\.0|[45]\.\d+)$/.test(code)) return 'soft'
  return classifyWords(words) ?? 'soft'
}

/** Null when the words say nothing that is known. */
export function classifyWords(words: string): BounceKind | null {
  if (FULL_WORDS.test(words)) return 'soft'
  if (BLOCKED_WORDS.test(words)) return 'blocked'
  return HARD_WORDS.test(words) ? 'hard' : null
}

function exactCode(status: string, words: string): string {
  const given = /^[245]\.\d{1,3}\.\d{1,3}$/.exec(status.trim())?.[0] ?? ''
  if (given !== '' && !/^[245]\.0\.0$/.test(given)) return given
  const said = /(?:^|[\s;#(-])([45]\.\d{1,3}\.\d{1,3})(?=$|[\s:;,)-])/.exec(words)?.[1]
  if (said !== undefined) return said
  // An SMTP code alone: 4yz is temporary whatever the words.
  if (/(?:^|[\s;:])4\d\d[\s-]/.test(words) && given === '') return '4.0.0'
  return given
}
