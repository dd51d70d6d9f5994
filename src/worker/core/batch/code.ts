import {
  advance,
  call,
  f64,
  f64x2,
  get,
  int,
  isBelow,
  loop,
  plus,
  set,
  times,
  v128,
  when,
  type Code,
  type Func,
} from '../wasm/assembler'
import { doubleBytes, Locals, pairBytes } from '../wasm/simd-parts'
import { called, on, reachable, type Called, type Node } from './graph'
import type { Kernel } from './kernel'

/** Pairs of lanes that are gone through in one loop, so that one has something to do while another waits. */
const pairs = 4
export const groupLanes = 2 * pairs
/** Lanes that there is room for. */
export const capacity = 256
/** Updates of one call at the most. */
export const longest = 64

/** Functions that are called, in the order of their import. */
const calledNames = Object.keys(called) as readonly Called[]
export const outside = calledNames.map((name) => ({ name, params: called[name].length, call: called[name] }))

/** Where what stands in the memory; addresses in bytes. Of a lane, the number at its place in a row of `capacity`. */
export interface Layout {
  /** A row for each field: as it is, and as it was when the lane ended. */
  fieldAt(index: number): number
  endedAt(index: number): number
  readonly alive: number
  inputAt(index: number): number
  /** A number for each update of a call. */
  readonly shared: readonly Node[]
  sharedAt(index: number): number
  /** The same, for each lane its own. */
  readonly owned: readonly Node[]
  ownedAt(index: number, lane: number): number
  readonly course: number
}

const rowBytes = capacity * doubleBytes
const updateBytes = longest * doubleBytes

/** Bytes that a course takes: for each lane and update so many numbers. */
export const courseBytes = ({ course }: Kernel, lanes: number, updates: number): number =>
  course.length * lanes * updates * doubleBytes

const rootsOf = ({ fields, goesOn, course }: Kernel): readonly Node[] => [
  ...fields.map(({ after }) => after),
  goesOn,
  ...course,
]

/** A function of the update alone: worked out before, for all lanes. */
const isShared = (node: Node): boolean => node.depends === on.update
/** A power, say, of a hyper-parameter that varies, by the update. */
const isOwned = (node: Node): boolean =>
  node.op === 'call' && (node.depends === (on.update | on.lane) || node.depends === on.lane)

/** What the loop works out, and what it is handed: nodes of which nothing is inside of those that are handed. */
function handed(kernel: Kernel): { readonly shared: readonly Node[]; readonly owned: readonly Node[] } {
  const [shared, owned] = [new Set<Node>(), new Set<Node>()]
  const seen = new Set<Node>()
  const pending = [...rootsOf(kernel)]
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    if (isShared(node)) shared.add(node)
    else if (isOwned(node)) owned.add(node)
    else pending.push(...node.args)
  }
  return { shared: [...shared], owned: [...owned] }
}

export function layoutOf(kernel: Kernel): Layout {
  const { shared, owned } = handed(kernel)
  const fields = kernel.fields.length
  const alive = 2 * fields * rowBytes
  const inputs = alive + rowBytes
  const sharedStart = inputs + kernel.inputs.length * rowBytes
  const ownedStart = sharedStart + shared.length * updateBytes
  return {
    fieldAt: (index) => index * rowBytes,
    endedAt: (index) => (fields + index) * rowBytes,
    alive,
    inputAt: (index) => inputs + index * rowBytes,
    shared,
    sharedAt: (index) => sharedStart + index * updateBytes,
    owned,
    ownedAt: (index, lane) => ownedStart + (index * capacity + lane) * updateBytes,
    course: ownedStart + owned.length * capacity * updateBytes,
  }
}

const operations = {
  add: f64x2.add,
  sub: f64x2.sub,
  mul: f64x2.mul,
  div: f64x2.div,
  min: f64x2.min,
  max: f64x2.max,
  higher: f64x2.higher,
  lower: f64x2.lower,
  lt: f64x2.isLess,
  le: f64x2.isAtMost,
  eq: f64x2.isEqual,
  and: v128.and,
  or: v128.or,
} as const
const signs = { negative: f64x2.negative, abs: f64x2.abs, sqrt: f64x2.sqrt } as const

const isZero = ({ op, value, isMask }: Node): boolean => op === 'constant' && !isMask && Object.is(value, 0)

/** A function of two lanes, by way of one after the other. */
function calledOnBoth(name: string, args: readonly Code[]): Code {
  const place = calledNames.indexOf(name as Called)
  const one = (lane: 0 | 1): Code =>
    call(
      place,
      args.map((arg) => f64x2.extract(arg, lane)),
    )
  return f64x2.replace(f64x2.splat(one(0)), 1, one(1))
}

/**
 * Takes groups of lanes through some updates, one group after the other. Parameters: the address of their
 * first lane in a row and that behind their last, the number of updates, and where their course is kept.
 * Returns 1 where a lane has ended, else 0.
 */
export function funcOf(kernel: Kernel, layout: Layout): Func {
  const [lanes, end, count, course] = [0, 1, 2, 3]
  const locals = new Locals(4)
  const { fields, inputs, goesOn } = kernel
  const indices = Array.from({ length: pairs }, (_, pair) => pair)
  const nodes = reachable(rootsOf(kernel))
  const isHanded = new Set([...layout.shared, ...layout.owned])
  const isInLoop = (node: Node): boolean =>
    !isHanded.has(node) && (node.depends & (on.update | on.state)) !== 0 && node.op !== 'input'
  const loopNodes = (() => {
    const found = new Set<Node>()
    const pending = [...rootsOf(kernel)]
    for (let node = pending.pop(); node; node = pending.pop()) {
      if (found.has(node)) continue
      found.add(node)
      if (!isHanded.has(node)) pending.push(...node.args)
    }
    return nodes.filter((node) => found.has(node))
  })()
  const uses = new Map<Node, number>()
  const use = (node: Node): void => void uses.set(node, (uses.get(node) ?? 0) + 1)
  for (const node of loopNodes) if (!isHanded.has(node)) node.args.forEach(use)
  rootsOf(kernel).forEach(use)
  const isKept = (node: Node): boolean => (uses.get(node) ?? 0) > 1

  const at = locals.one('i32')
  const hasEnded = locals.one('i32')
  const rows = locals.one('i32')
  const constants = new Map(
    loopNodes.filter(({ op }) => op === 'constant').map((node) => [node, locals.one('f64x2')]),
  )
  const sharedNow = layout.shared.map(() => locals.one('f64x2'))
  const kept = new Map(
    loopNodes.filter((node) => isInLoop(node) && isKept(node)).map((node) => [node, locals.one('f64x2')]),
  )
  const results = fields.map(() => locals.one('f64x2'))
  const alive = indices.map(() => locals.one('f64x2'))
  const ended = indices.map(() => locals.one('f64x2'))
  /** Of each pair, what the lanes have when the loop begins. */
  const own = indices.map(() => {
    const before = fields.map(({ before }) => [before, locals.one('f64x2')] as const)
    const given = inputs.map((input) => [input, locals.one('f64x2')] as const)
    const fixed = loopNodes
      .filter((node) => node.depends === on.lane && node.op !== 'input' && !isHanded.has(node))
      .map((node) => [node, locals.one('f64x2')] as const)
    return { before, given, fixed, places: new Map<Node, number>([...before, ...given, ...fixed]) }
  })

  function worked(node: Node, pair: number): Code {
    const args = node.args.map((arg) => value(arg, pair))
    const [a, b, c] = args
    switch (node.op) {
      case 'negative':
      case 'abs':
      case 'sqrt':
        return signs[node.op](a)
      case 'select':
        // Of zero, no bit is one.
        return isZero(node.args[2]) ? v128.and(a, b) : v128.either(a, b, c)
      case 'call':
        return calledOnBoth(node.name, args)
      case 'constant':
      case 'input':
        throw new Error(`${node.op} ${node.name} is not worked out`)
      default:
        return operations[node.op](a, b)
    }
  }

  function ownedValue(index: number, pair: number): Code {
    const address = plus(get(rows), get(at))
    const first = f64x2.loadSplat(address, layout.ownedAt(index, 2 * pair))
    return f64x2.loadLane(address, first, 1, layout.ownedAt(index, 2 * pair + 1))
  }

  function value(node: Node, pair: number): Code {
    const place =
      constants.get(node) ??
      own[pair].places.get(node) ??
      kept.get(node) ??
      sharedNow[layout.shared.indexOf(node)]
    if (place !== undefined) return get(place)
    return fresh(node, pair)
  }

  function fresh(node: Node, pair: number): Code {
    const index = layout.owned.indexOf(node)
    return index >= 0 ? ownedValue(index, pair) : worked(node, pair)
  }

  const offsetOf = (row: number, pair: number): number => row + pair * pairBytes
  const loadRow = (row: number, pair: number): Code => f64x2.load(get(lanes), offsetOf(row, pair))
  const storeRow = (row: number, pair: number, code: Code): Code =>
    f64x2.store(get(lanes), code, offsetOf(row, pair))

  const keptOwned = layout.owned.filter(isKept)
  for (const node of keptOwned) kept.set(node, locals.one('f64x2'))

  const begin: Code = [
    set(at, int(0)),
    set(rows, times(get(lanes), int(longest))),
    indices.map((pair) => [
      own[pair].before.map(([, local], index) => set(local, loadRow(layout.fieldAt(index), pair))),
      own[pair].given.map(([, local], index) => set(local, loadRow(layout.inputAt(index), pair))),
      own[pair].fixed.map(([node, local]) => set(local, worked(node, pair))),
      set(alive[pair], loadRow(layout.alive, pair)),
    ]),
  ]

  /** Keeps what lanes were that end with this update, of which there is one at least. */
  const takeOut = (pair: number): Code => [
    own[pair].before.map(([, local], index) => {
      const row = layout.endedAt(index)
      return storeRow(row, pair, v128.either(get(ended[pair]), get(local), loadRow(row, pair)))
    }),
    set(alive[pair], v128.without(get(alive[pair]), get(ended[pair]))),
  ]

  const update = (pair: number): Code => [
    loopNodes.map((node) => {
      const local = kept.get(node)
      return local === undefined ? [] : set(local, fresh(node, pair))
    }),
    fields.map(({ after }, index) => set(results[index], value(after, pair))),
    set(ended[pair], v128.without(get(alive[pair]), value(goesOn, pair))),
    kernel.course.map((node, index) =>
      f64x2.store(get(course), value(node, pair), (index * pairs + pair) * pairBytes),
    ),
    own[pair].before.map(([, local], index) => set(local, get(results[index]))),
  ]

  const ofGroup: Code = [
    begin,
    loop(isBelow(get(at), times(get(count), int(doubleBytes))), [
      layout.shared.map(({ isMask }, index) => {
        const now = f64x2.loadSplat(get(at), layout.sharedAt(index))
        const holds = f64x2.isEqual(now, f64x2.splat(f64.constant(1)))
        return set(sharedNow[index], isMask ? holds : now)
      }),
      indices.map(update),
      when(v128.isAny(ended.map(get).reduce(v128.or)), [indices.map(takeOut), set(hasEnded, int(1))]),
      advance(at, int(doubleBytes)),
      advance(course, int(kernel.course.length * pairs * pairBytes)),
    ]),
    indices.map((pair) => [
      own[pair].before.map(([, local], index) => storeRow(layout.fieldAt(index), pair, get(local))),
      storeRow(layout.alive, pair, get(alive[pair])),
    ]),
    advance(lanes, int(groupLanes * doubleBytes)),
  ]
  const body: Code = [
    [...constants].map(([{ value }, local]) => set(local, f64x2.splat(f64.constant(value)))),
    loop(isBelow(get(lanes), get(end)), ofGroup),
    get(hasEnded),
  ]
  return { name: 'run', params: ['i32', 'i32', 'i32', 'i32'], locals: locals.types, body, result: 'i32' }
}
