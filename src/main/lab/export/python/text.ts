/** Pieces of Python. */

export const indented = (lines: readonly string[], by = 1): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${'    '.repeat(by)}${line}`))

/** A text as a literal. JSON's is one of Python's, but for halves of pairs, which no file can have. */
export const textLiteral = (text: string): string => JSON.stringify(text)

/** A function whose last line is an expression: what it returns. */
export function returning(head: string, lines: readonly string[], last: (line: string) => string): string[] {
  const body = [...lines.slice(0, -1), `return ${last(lines[lines.length - 1])}`]
  return [`def ${head}:`, ...indented(body)]
}

/** Long lists as lines of at most about a hundred characters. */
export function listLines(items: readonly string[]): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const item of items) {
    if (line !== '' && line.length + item.length > 96) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? `${item},` : ` ${item},`
  }
  return line === '' ? lines : [...lines, line]
}
