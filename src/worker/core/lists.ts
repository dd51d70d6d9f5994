import { z } from './zod'

/** Of a kind, as a schema's reader gets it. */
type Reads<Input, Output = Input> = z.ZodType<Output, Input>
type Context = z.core.$RefinementCtx

/** Faults that are told of one document: a table with text in every cell has one fault, not a million. */
export const mostFaults = 100

/** True where a list has too many entries, which is then its only fault. */
function isTooLong(value: unknown, maximum: number, context: Context): value is never[] {
  if (!Array.isArray(value) || value.length <= maximum) return false
  context.addIssue({ code: 'too_big', origin: 'array', maximum, inclusive: true, input: value })
  return true
}

/** A list of so many entries of a kind. Of one that is too long no entry is looked at. */
export function list<Element extends z.ZodType>(
  element: Element,
  least: number,
  most: number,
): Reads<z.input<Element>[], z.output<Element>[]> {
  const look = (value: unknown, context: Context): unknown => {
    isTooLong(value, most, context)
    return value
  }
  const entries = z.array(element).min(least).max(most)
  // It takes what the list takes; that the look at its length takes anything is no part of its type.
  return z.preprocess(look, entries) as unknown as Reads<z.input<Element>[], z.output<Element>[]>
}

/** JSON writes -0 as 0, so the lab has no -0 in a document either. */
export const finite = z.number().overwrite((value) => value + 0)

/** An entry of a list that may have millions. */
interface Entry<Value> {
  readonly schema: Reads<Value>
  /** The value of one that is as it should be; undefined for all others, which the schema then words. */
  quick(entry: unknown): Value | undefined
}

const isNumber = (value: unknown): value is number => Number.isFinite(value)

const number: Entry<number> = {
  schema: finite,
  quick: (entry) => (isNumber(entry) ? entry + 0 : undefined),
}

/** A row without a -0 in it is the very same afterwards. */
const rowOf = (most: number): Entry<number[]> => ({
  schema: list(finite, 1, most),
  quick(row) {
    if (!Array.isArray(row) || row.length < 1 || row.length > most || !row.every(isNumber)) return undefined
    return row.some((value) => Object.is(value, -0)) ? row.map((value) => value + 0) : row
  },
})

/**
 * Like `list`, for millions of entries: two hundred times as fast, and after a hundred faults nothing more
 * is looked at.
 */
function longList<Value>({ schema, quick }: Entry<Value>, least: number, most: number): Reads<Value[]> {
  const whole = z.array(schema).min(least).max(most)

  function read(value: unknown, context: Context): unknown {
    if (isTooLong(value, most, context)) return value
    const tell = (reader: z.ZodType, given: unknown, ...path: readonly number[]): void => {
      for (const issue of reader.safeParse(given, { reportInput: true }).error?.issues ?? [])
        context.issues.push({ ...issue, path: [...path, ...issue.path] } as z.core.$ZodRawIssue)
    }
    if (!Array.isArray(value) || value.length < least) {
      tell(whole, value)
      return value
    }
    const entries: Value[] = []
    for (const [index, given] of value.entries()) {
      const entry = quick(given)
      if (entry === undefined) tell(schema, given, index)
      else entries.push(entry)
      if (context.issues.length >= mostFaults) break
    }
    return entries
  }

  // All that is left of the schema of its entries is how it is written down for other programs.
  const written = { ...z.toJSONSchema(whole, { io: 'input' }) }
  delete written.$schema
  return z.preprocess(read, z.unknown().meta(written)) as unknown as Reads<Value[]>
}

/** A number to a row. */
export const numbers = (least: number, most: number): Reads<number[]> => longList(number, least, most)

/** Rows of up to `width` numbers. */
export const rowsOfNumbers = (width: number, least: number, most: number): Reads<number[][]> =>
  longList(rowOf(width), least, most)
