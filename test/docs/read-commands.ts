/** Commands as the documents show them. */
import { readFile } from 'node:fs/promises'

export interface ShownBlock {
  file: string
  text: string
}

/** Blocks of shell in a document, indented ones in lists included. */
export async function shellBlocksOf(file: string): Promise<ShownBlock[]> {
  const text = await readDocument(file)
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', block = '']) => ({ file, text: block.replaceAll(`\n${indent}`, '\n').trim() }),
  )
}

/** Blocks of TypeScript in a document. */
export async function codeBlocksOf(file: string): Promise<string[]> {
  const text = await readDocument(file)
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
}

/** Commands in the middle of a sentence: `npm run …`, `npx …`, `docker …`. */
export async function inlineCommandsOf(file: string): Promise<string[]> {
  const prose = (await readDocument(file)).replaceAll(/^( *)```[\s\S]*?^ *```$/gm, '')
  return [...prose.matchAll(/`((?:npm|npx|docker) [^`]+)`/g)].map(([, command = '']) => command)
}

const readDocument = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8')

/**
 * Cuts a block at line ends, `&&` and comments, as a shell does: not within quotes, and not
 * where a backslash ends the line.
 */
export function commandsIn(block: string): string[] {
  const commands = ['']
  let quote = ''
  for (let at = 0; at < block.length; at += 1) {
    const sign = block.charAt(at)
    const isWordStart = at === 0 || /\s/.test(block.charAt(at - 1))
    if (quote) quote = sign === quote ? '' : quote
    else if (sign === "'" || sign === '"') quote = sign
    else if (sign === '#' && isWordStart) {
      while (at + 1 < block.length && block.charAt(at + 1) !== '\n') at += 1
      continue
    } else if (sign === '\\' && block.charAt(at + 1) === '\n') {
      at += 1
      continue
    } else if (sign === '\n') {
      commands.push('')
      continue
    } else if (block.startsWith('&&', at)) {
      commands.push('')
      at += 1
      continue
    }
    commands[commands.length - 1] += sign
  }
  return commands.map((command) => command.trim()).filter(Boolean)
}

/** The words of a command, without quotes, and without where its output goes. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []
  const end = words.findIndex((word) => word.startsWith('>'))
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/['"]/g, ''))
}
