/** Whether a value is the one that is looked for. */
export type IsIt = (value: number, index: number) => boolean

/** The index of the first value that is looked for, -1 where there is none; `what` names what that is. */
export type Find = (values: Float64Array, what: string, isIt: IsIt) => number

interface Looked {
  readonly what: string
  readonly offset: number
  /** Values looked at. */
  count: number
  found: number
}

/**
 * Looks through columns that grow: of one that has, only at what is new, for what is there is never
 * rewritten. Remembers of each column what was last looked for.
 */
export function createFinder(): Find {
  const known = new WeakMap<ArrayBufferLike, Looked>()
  return (values, what, isIt) => {
    const before = known.get(values.buffer)
    const goesOn = before?.what === what && before.offset === values.byteOffset
    const looked = goesOn ? before : { what, offset: values.byteOffset, count: 0, found: -1 }
    known.set(values.buffer, looked)
    for (; looked.found < 0 && looked.count < values.length; looked.count++)
      if (isIt(values[looked.count], looked.count)) looked.found = looked.count
    return looked.found < values.length ? looked.found : -1
  }
}
