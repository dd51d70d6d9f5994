import { visit, type JSONVisitor } from 'jsonc-parser'
import { pathText, type Issue } from '@core/issues'
import { mostFaults } from '@core/lists'

/** Without recursion: brackets may go deeper than the stack. */
function countKeys(value: unknown): number {
  const open: unknown[] = [value]
  let count = 0
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    const entries: readonly unknown[] = Array.isArray(next) ? next : Object.values(next)
    if (!Array.isArray(next)) count += entries.length
    for (const entry of entries) if (typeof entry === 'object') open.push(entry)
  }
  return count
}

/** Every key of the text, and now and then a quote in a string that looks like the end of one. */
const keysIn = (text: string): number => text.match(/"\s*:/g)?.length ?? 0

function repeatedIn(text: string): readonly Issue[] {
  const issues: Issue[] = []
  const objects: Map<string, number>[] = []
  const visitor: JSONVisitor = {
    onObjectBegin: () => void objects.push(new Map()),
    onObjectEnd: () => void objects.pop(),
    onObjectProperty(name, _offset, _length, line, _column, pathOf) {
      const keys = objects.at(-1)
      const first = keys?.get(name)
      if (first === undefined) return void keys?.set(name, line + 1)
      if (issues.length === mostFaults) return
      const where = first === line + 1 ? 'twice' : `on line ${first} and again`
      const message = `must be written once; it stands ${where} on line ${line + 1}: remove one of the two`
      issues.push({ path: pathText([...pathOf(), name]), message })
    },
  }
  try {
    visit(text, visitor)
  } catch {
    // Visiting takes a stack as deep as the brackets go; what goes so deep is no experiment in any case.
  }
  return issues
}

/**
 * The keys that stand in one object of a JSON text more than once, of which parsing keeps only the last.
 * @param value what parsing made of the text
 */
export const repeatedKeys = (text: string, value: unknown): readonly Issue[] =>
  keysIn(text) === countKeys(value) ? [] : repeatedIn(text)
