/**
 * An assembler for WebAssembly. JavaScript has no numbers side by side, so the two inner loops that
 * gain most by them are written in it: the sums over rows of a regression (`kernels/`) and the packing
 * of stored curves (the store's `packing`). Here are the few instructions that they take and their
 * encoding (WebAssembly core specification 2.0, chapter 5). An expression is the code that leaves its
 * value on the stack; a statement leaves nothing.
 */
export type Code = readonly (number | Code)[]

export type ValueType = 'i32' | 'i64' | 'f64' | 'f64x2'
const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, f64x2: 0x7b }

/** A function whose locals count on from its parameters. */
export interface Func {
  readonly name: string
  readonly params: readonly ValueType[]
  readonly locals: readonly ValueType[]
  readonly body: Code
  /** What its body leaves on the stack; left out: nothing. */
  readonly result?: ValueType
}

/** A function of doubles from outside, with its number of arguments. */
export interface Imported {
  readonly name: string
  readonly params: number
}

const simd = (op: number): Code => [0xfd, unsigned(op)]
/** Alignment 2^3 bytes, and a constant added to the address. */
const memory = (offset: number): Code => [3, unsigned(offset)]
const noResult = 0x40
const end = 0x0b

export const get = (local: number): Code => [0x20, unsigned(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)]

export const int = (value: number): Code => [0x41, signed(value)]
export const plus = (a: Code, b: Code): Code => [a, b, 0x6a]
export const minus = (a: Code, b: Code): Code => [a, b, 0x6b]
export const times = (a: Code, b: Code): Code => [a, b, 0x6c]
export const and = (a: Code, b: Code): Code => [a, b, 0x71]
/** Signed. */
export const isAtMost = (a: Code, b: Code): Code => [a, b, 0x4c]
export const isNot = (a: Code): Code => [a, 0x45]
/** Unsigned. */
export const isBelow = (a: Code, b: Code): Code => [a, b, 0x49]
export const advance = (local: number, by: Code): Code => set(local, plus(get(local), by))

/** 64 bits; shifts count their bits from the low end of `by`. */
export const i64 = {
  constant: (value: number): Code => [0x42, signed(value)],
  load: (address: Code, offset = 0): Code => [address, 0x29, memory(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, 0x37, memory(offset)],
  add: (a: Code, b: Code): Code => [a, b, 0x7c],
  sub: (a: Code, b: Code): Code => [a, b, 0x7d],
  and: (a: Code, b: Code): Code => [a, b, 0x83],
  xor: (a: Code, b: Code): Code => [a, b, 0x85],
  /** Zeros move in from the left. */
  shiftRightUnsigned: (a: Code, by: Code): Code => [a, by, 0x88],
  bitsOf: (double: Code): Code => [double, 0xbd],
}

/** One of two values. */
export const either = (condition: Code, yes: Code, no: Code): Code => [yes, no, condition, 0x1b]

/** Loads a number and lets go of it: all that is left is that its cache line is on its way. */
export const touch = (address: Code, offset: number): Code => [address, 0x28, 2, unsigned(offset), 0x1a]

/** One double. */
export const f64 = {
  constant: (value: number): Code => [0x44, [...new Uint8Array(Float64Array.of(value).buffer)]],
  /** Of a signed i32. */
  ofInt: (value: Code): Code => [value, 0xb7],
  load: (address: Code, offset = 0): Code => [address, 0x2b, memory(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, 0x39, memory(offset)],
  add: (a: Code, b: Code): Code => [a, b, 0xa0],
  sub: (a: Code, b: Code): Code => [a, b, 0xa1],
  mul: (a: Code, b: Code): Code => [a, b, 0xa2],
  div: (a: Code, b: Code): Code => [a, b, 0xa3],
  min: (a: Code, b: Code): Code => [a, b, 0xa4],
  max: (a: Code, b: Code): Code => [a, b, 0xa5],
  abs: (a: Code): Code => [a, 0x99],
  negative: (a: Code): Code => [a, 0x9a],
  sqrt: (a: Code): Code => [a, 0x9f],
  isEqual: (a: Code, b: Code): Code => [a, b, 0x61],
  isLess: (a: Code, b: Code): Code => [a, b, 0x63],
  isAtMost: (a: Code, b: Code): Code => [a, b, 0x65],
}

/** Two doubles side by side. */
export const f64x2 = {
  load: (address: Code, offset = 0): Code => [address, simd(0x00), memory(offset)],
  /** One double, twice. */
  loadSplat: (address: Code, offset = 0): Code => [address, simd(0x0a), memory(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, simd(0x0b), memory(offset)],
  splat: (value: Code): Code => [value, simd(0x14)],
  extract: (value: Code, lane: 0 | 1): Code => [value, simd(0x21), lane],
  replace: (value: Code, lane: 0 | 1, by: Code): Code => [value, by, simd(0x22), lane],
  /** (a[lane], b[lane]) */
  zip: (a: Code, b: Code, lane: 0 | 1): Code => [a, b, simd(0x0d), lanes(lane), lanes(2 + lane)],
  /** The number at an address, in place of one of two. */
  loadLane: (address: Code, value: Code, lane: 0 | 1, offset = 0): Code => [
    address,
    value,
    simd(0x57),
    memory(offset),
    lane,
  ],
  add: (a: Code, b: Code): Code => [a, b, simd(0xf0)],
  sub: (a: Code, b: Code): Code => [a, b, simd(0xf1)],
  mul: (a: Code, b: Code): Code => [a, b, simd(0xf2)],
  div: (a: Code, b: Code): Code => [a, b, simd(0xf3)],
  min: (a: Code, b: Code): Code => [a, b, simd(0xf4)],
  max: (a: Code, b: Code): Code => [a, b, simd(0xf5)],
  /** The second where the first is below it, or above it, else the first. */
  higher: (a: Code, b: Code): Code => [a, b, simd(0xf7)],
  lower: (a: Code, b: Code): Code => [a, b, simd(0xf6)],
  abs: (a: Code): Code => [a, simd(0xec)],
  negative: (a: Code): Code => [a, simd(0xed)],
  sqrt: (a: Code): Code => [a, simd(0xef)],
  /** Ones where they are equal, else zeros. */
  isEqual: (a: Code, b: Code): Code => [a, b, simd(0x47)],
  isLess: (a: Code, b: Code): Code => [a, b, simd(0x49)],
  isAtMost: (a: Code, b: Code): Code => [a, b, simd(0x4b)],
}

/** 128 bits, whatever they stand for. */
export const v128 = {
  and: (a: Code, b: Code): Code => [a, b, simd(0x4e)],
  /** Of the first, what the second does not have. */
  without: (a: Code, b: Code): Code => [a, b, simd(0x4f)],
  or: (a: Code, b: Code): Code => [a, b, simd(0x50)],
  /** Bits of `yes` where the mask has ones, else of `no`. */
  either: (mask: Code, yes: Code, no: Code): Code => [yes, no, mask, simd(0x52)],
  isAny: (a: Code): Code => [a, simd(0x53)],
}

/** The same 128 bits as two numbers of 64. */
export const i64x2 = {
  sub: (a: Code, b: Code): Code => [a, b, simd(0xd1)],
  and: (a: Code, b: Code): Code => [a, b, simd(0x4e)],
  or: (a: Code, b: Code): Code => [a, b, simd(0x50)],
  xor: (a: Code, b: Code): Code => [a, b, simd(0x51)],
  /** `by` is an i32. */
  shiftLeft: (a: Code, by: Code): Code => [a, by, simd(0xcb)],
  /** The sign moves in from the left. */
  shiftRight: (a: Code, by: Code): Code => [a, by, simd(0xcc)],
}

/** The body over and over as long as the condition holds, which is looked at first. */
export const loop = (condition: Code, body: Code): Code => {
  const leaveUnless: Code = [condition, 0x45, 0x0d, 1]
  const again: Code = [0x0c, 0]
  return [0x02, noResult, 0x03, noResult, leaveUnless, body, again, end, end]
}

export const when = (condition: Code, body: Code): Code => [condition, 0x04, noResult, body, end]

export const whether = (condition: Code, yes: Code, no: Code): Code => [
  condition,
  0x04,
  noResult,
  yes,
  0x05,
  no,
  end,
]

/** The imported function of this place in the list. */
export const call = (place: number, args: readonly Code[]): Code => [args, 0x10, unsigned(place)]

/**
 * A module of some functions, exported by their names, on the memory imported as `memory.it`, with
 * functions imported from `outside`.
 */
export function assemble(
  functions: readonly Func[],
  imported: readonly Imported[] = [],
): Uint8Array<ArrayBuffer> {
  const section = (id: number, items: readonly Code[]): Code => [id, sized(list(items))]
  const signature = (params: readonly ValueType[], results: readonly ValueType[]): Code => {
    const codes = (types: readonly ValueType[]): Code => list(types.map((type) => [typeCodes[type]]))
    return [0x60, codes(params), codes(results)]
  }
  const types = [
    ...imported.map(({ params }) => signature(new Array<ValueType>(params).fill('f64'), ['f64'])),
    ...functions.map(({ params, result }) => signature(params, result ? [result] : [])),
  ]
  const first = imported.length
  const body = (func: Func): Code =>
    sized([list(func.locals.map((type) => [1, typeCodes[type]])), func.body, end])
  const magic = [0, 0x61, 0x73, 0x6d]
  const version = [1, 0, 0, 0]
  const module: Code = [
    magic,
    version,
    section(1, types),
    section(2, [
      [text('memory'), text('it'), 2, 0, 0],
      ...imported.map(({ name }, index) => [text('outside'), text(name), 0, unsigned(index)]),
    ]),
    section(
      3,
      functions.map((_, index) => unsigned(first + index)),
    ),
    section(
      7,
      functions.map(({ name }, index) => [text(name), 0, unsigned(first + index)]),
    ),
    section(10, functions.map(body)),
  ]
  return Uint8Array.from(bytesOf(module))
}

const bytesOf = (code: Code): number[] =>
  code.flatMap((part) => (typeof part === 'number' ? part : bytesOf(part)))
const list = (items: readonly Code[]): Code => [unsigned(items.length), items]
const text = (value: string): Code => list([...value].map((letter) => [letter.charCodeAt(0)]))
/** The bytes of one double, in a vector or two. */
const lanes = (lane: number): Code => Array.from({ length: 8 }, (_, byte) => 8 * lane + byte)

function sized(code: Code): Code {
  const bytes = bytesOf(code)
  return [unsigned(bytes.length), bytes]
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let left = value
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80)
    left >>>= 7
  }
  return [...bytes, left]
}

/** LEB128, in two's complement. */
function signed(value: number): number[] {
  const bytes: number[] = []
  let left = value
  while (left < -0x40 || left > 0x3f) {
    bytes.push((left & 0x7f) | 0x80)
    left >>= 7
  }
  return [...bytes, left & 0x7f]
}
