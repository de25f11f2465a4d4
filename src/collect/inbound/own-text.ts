/**
 * What of a mail's text is meant for us: forwarded mail yes, but not the headers that forwarding
 * puts in, not what a reply repeats, not signatures and what programs write below.
 */

/** Marks of the mail programs and their languages, one kind a line. */
const forwardWords = [
  'begin forwarded message',
  'forwarded message',
  'original message',
  'anfang der weitergeleiteten (?:nachricht|e-mail)',
  'weitergeleitete nachricht',
  'ursprüngliche nachricht',
  'original-nachricht',
  'début du message (?:réexpédié|transféré)',
  "message (?:transféré|d’origine|d'origine)",
  'inizio (?:del )?messaggio inoltrato',
  'messaggio (?:inoltrato|originale)',
  'inicio del mensaje reenviado',
  'mensaje (?:reenviado|original)',
  'mensagem (?:encaminhada|original)',
  'begin doorgestuurd bericht',
  '(?:doorgestuurd|oorspronkelijk) bericht',
  'vidarebefordrat (?:brev|meddelande)',
  'videresendt (?:besked|melding)',
  'przekazana wiadomość',
  'пересылаемое сообщение',
  '転送されたメッセージ',
].join('|')
const forwardMark = new RegExp(`^[-_=*\\s]*(?:${forwardWords})\\s*:?[-_=*\\s]*$`, 'iu')

/** From, date, subject, to, copy and what Apple and Outlook add to them. */
const headerLine =
  /^\*?(?:from|date|sent|subject|to|cc|reply-to|importance|von|datum|gesendet|betreff|an|kopie|antwort an|de|envoyé|objet|à|date d.envoi|répondre à|da|data|inviato|oggetto|a|enviado|fecha|asunto|para|assunto|van|verzonden|onderwerp|aan|från|skickat|ämne|till|fra|sendt|emne|til|od|wysłano|temat|do|от|дата|тема|кому|差出人|日付|送信日時|件名|宛先)\s?:\*?(?:\s|$)/iu
const fromLine = /^\*?(?:from|von|de|da|van|från|fra|od|от|差出人)\s?:\*?\s/iu

const replyIntro =
  /^(?:on|am|le|il|el|op|den|em|w dniu)\b.{8,300}(?:wrote|writes|schrieb.{0,100}|a écrit|ha scritto|escribió|schreef.{0,100}|skrev.{0,100}|escreveu|napisał\(?a?\)?)\s?:$/iu

const programLine =
  /^(?:sent (?:from|via|with|using)|get outlook for|von meinem .{1,40} gesendet|gesendet (?:von|mit|über)|diese nachricht wurde von|envoyé (?:de|depuis|à partir)|télécharge[rz] outlook|inviato (?:da|con)|enviado desde|enviado (?:do|pelo) meu|obtener outlook|verzonden (?:vanaf|met)|outlook voor|skickat från|sendt fra|wysłane z|отправлено (?:с|из)|iphoneから送信|ipadから送信)\b.{0,200}$/iu

const isSignature = (line: string) => /^--[\s\u00a0]?$/.test(line)

/** The lines that count, without blanks at their ends. */
export function ownLines(text: string, isReply: boolean): string[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(tidy)
  const kept: string[] = []
  /** How deep the forwarded mail is quoted, as Apple Mail does. */
  let level = 0
  let isCut = false
  /** A quotation that is no reply's is the owner's choice: Markdown writes it the same way. */
  let isQuoteDropped = isReply
  for (let at = 0; at < lines.length; at++) {
    const raw = lines[at] ?? ''
    const depth = quoteDepth(raw)
    if (forwardMark.test(unquote(raw, depth)) && !(isReply && /original/i.test(raw))) {
      level = depth
      isCut = false
      at = skipHeaders(lines, at + 1, level) - 1
      continue
    }
    if (isCut) continue
    const line = unquote(raw, Math.min(depth, level))
    if (isHeaderBlock(lines, at, level)) {
      // Outlook sets no mark before the mail that a reply repeats.
      isCut = isReply
      at = skipHeaders(lines, at, level) - 1
    } else if (isSignature(line)) isCut = true
    else if ((depth > level && isQuoteDropped) || isOfProgram(line)) continue
    else {
      const intro = replyIntroLength(lines, at, level)
      at += Math.max(0, intro - 1)
      if (intro === 0) kept.push(line)
      else if (isQuotedNext(lines, at + 1, level)) isQuoteDropped = true
      else isCut = true
    }
  }
  return kept
}

/** Blanks that are none, characters without width, and what no text may hold. */
function tidy(line: string): string {
  return line
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u200b\u2060\ufeff\u00ad]|[^\P{Cc}\t]/gu, '')
    .trimEnd()
    .toWellFormed()
}

/** Deeper than this nobody quotes. */
const deepestQuote = 20

function quoteDepth(line: string): number {
  const marks = /^(?:\s{0,3}>){0,20}/.exec(line)?.[0].replace(/[^>]/g, '').length ?? 0
  return Math.min(marks, deepestQuote)
}

/** What the phone or program writes below, whether its name is a link or not. */
function isOfProgram(line: string): boolean {
  return programLine.test(line.slice(0, 500).replace(/\[([^\]]*)\]\(<?[^)]*>?\)/g, '$1'))
}

function unquote(line: string, levels: number): string {
  let rest = line
  for (let level = 0; level < levels; level++) rest = rest.replace(/^\s{0,3}> ?/, '')
  return rest.trim()
}

const lineAt = (lines: readonly string[], at: number, level: number) =>
  unquote(lines[at] ?? '', Math.min(level, quoteDepth(lines[at] ?? '')))

/** "From:" with two more of its kind close below is the head of a forwarded mail. */
function isHeaderBlock(lines: readonly string[], at: number, level: number): boolean {
  if (!fromLine.test(lineAt(lines, at, level))) return false
  let headers = 0
  for (let below = at + 1; below <= at + 8 && below < lines.length; below++)
    if (headerLine.test(lineAt(lines, below, level))) headers++
  return headers >= 2
}

/** The line after the headers, which end at an empty line; names and addresses may go on over several. */
function skipHeaders(lines: readonly string[], from: number, level: number): number {
  let at = from
  while (at < lines.length && lineAt(lines, at, level) === '') at++
  if (!headerLine.test(lineAt(lines, at, level))) return at
  for (; at < lines.length; at++) {
    const line = lineAt(lines, at, level)
    if (line !== '') continue
    // Outlook leaves an empty line between some of them.
    if (!headerLine.test(lineAt(lines, at + 1, level))) break
  }
  return at
}

/** "On 3 July 2023 Ada wrote:", which programs break over up to three lines; 0 when there is none. */
function replyIntroLength(lines: readonly string[], at: number, level: number): number {
  let joined = ''
  for (let length = 1; length <= 3; length++) {
    joined = `${joined} ${lineAt(lines, at + length - 1, level)}`.trim()
    if (joined.length > 400) return 0
    if (replyIntro.test(joined) && /\d{4}|\d{1,2}[:.]\d{2}|@/.test(joined)) return length
  }
  return 0
}

function isQuotedNext(lines: readonly string[], from: number, level: number): boolean {
  let at = from
  while (at < lines.length && lineAt(lines, at, level) === '') at++
  return quoteDepth(lines[at] ?? '') > level
}
