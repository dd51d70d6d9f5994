/** The little of Python that the code of an update is written in: assignments of arithmetic on NumPy arrays. */
export type Python =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Python }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Python; readonly right: Python }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Python[] }

export type Operator = '+' | '-' | '*' | '/' | '**' | '<' | '<=' | '>' | '>=' | '==' | '|' | '&'

export interface Assignment {
  readonly name: string
  readonly value: Python
}

const token = /\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-z_][\w.]*|\*\*|<=|>=|==|[-+*/<>|&(),=])/y

function tokensOf(line: string): readonly string[] | undefined {
  const tokens: string[] = []
  token.lastIndex = 0
  const text = line.trimEnd()
  while (token.lastIndex < text.length) {
    const found = token.exec(text)
    if (!found) return undefined
    tokens.push(found[1])
  }
  return tokens
}

/** From loose to tight; all but powers from left to right. */
const levels: readonly (readonly Operator[])[] = [
  ['<', '<=', '>', '>=', '=='],
  ['|'],
  ['&'],
  ['+', '-'],
  ['*', '/'],
]

class NotUnderstood extends Error {}

class Reader {
  private at = 0

  constructor(private readonly tokens: readonly string[]) {}

  private get next(): string {
    return this.tokens[this.at] ?? ''
  }

  private take(expected?: string): string {
    const found = this.next
    if (found === '' || (expected !== undefined && found !== expected)) throw new NotUnderstood(found)
    this.at += 1
    return found
  }

  private takes(token: string): boolean {
    if (this.next !== token) return false
    this.at += 1
    return true
  }

  assignment(): Assignment {
    const name = this.take()
    this.take('=')
    const value = this.operation(0)
    if (this.next !== '') throw new NotUnderstood(this.next)
    return { name, value }
  }

  private operation(level: number): Python {
    if (level === levels.length) return this.signed()
    let left = this.operation(level + 1)
    for (;;) {
      const operator = levels[level].find((each) => each === this.next)
      if (operator === undefined) return left
      this.take()
      left = { kind: 'operation', operator, left, right: this.operation(level + 1) }
    }
  }

  /** A power is tighter than the sign before it, and looser than the one after it. */
  private signed(): Python {
    if (this.takes('-')) return { kind: 'negative', of: this.signed() }
    const left = this.single()
    if (!this.takes('**')) return left
    return { kind: 'operation', operator: '**', left, right: this.signed() }
  }

  private single(): Python {
    const found = this.take()
    if (found === '(') {
      const inner = this.operation(0)
      this.take(')')
      return inner
    }
    if (/^\d/.test(found)) return { kind: 'number', value: Number(found) }
    if (!/^[A-Za-z_]/.test(found)) throw new NotUnderstood(found)
    if (!this.takes('(')) return { kind: 'name', name: found }
    const args = [this.operation(0)]
    while (this.takes(',')) args.push(this.operation(0))
    this.take(')')
    return { kind: 'call', name: found, args }
  }
}

/** @returns undefined where a line is more than is understood here */
export function readLine(line: string): Assignment | undefined {
  const tokens = tokensOf(line)
  if (!tokens) return undefined
  try {
    return new Reader(tokens).assignment()
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined
    throw error
  }
}
