import { whole, type Affine } from './affine'
import { binaryFunctions, unaryFunctions, type Binary, type Unary } from './arithmetic'
import type { Register, Source, Step, Target } from './program'

/** What has been worked out in a stretch of steps: none of it is there where the stretch may not have run. */
class Scope {
  readonly known = new Map<unknown, Register>()
  readonly steps: Step[] = []

  constructor(readonly around: Scope | undefined) {}

  find(key: unknown): Register | undefined {
    return this.known.get(key) ?? this.around?.find(key)
  }
}

/** Writes steps; what has been worked out already is not worked out again. */
export class Writer {
  private scope = new Scope(undefined)
  private readonly constants = new Map<Register, number>()

  constructor(private next: Register = 0) {}

  get registers(): number {
    return this.next
  }

  get steps(): readonly Step[] {
    return this.scope.steps
  }

  write(step: Step): void {
    this.scope.steps.push(step)
  }

  /** The register that a key was remembered with, where it has its number by now. */
  recall(key: unknown): Register | undefined {
    return this.scope.find(key)
  }

  remember(key: unknown, register: Register): Register {
    this.scope.known.set(key, register)
    return register
  }

  private once(key: string, step: (into: Register) => Step): Register {
    const known = this.recall(key)
    if (known !== undefined) return known
    const into = this.next++
    this.write(step(into))
    return this.remember(key, into)
  }

  constant(value: number): Register {
    const register = this.once(`constant ${Object.is(value, -0) ? '-0' : value}`, (into) => ({
      do: 'constant',
      into,
      value,
    }))
    this.constants.set(register, value)
    return register
  }

  load(from: Source, at: Affine): Register {
    const key = `${from} ${at.base} ${[...at.steps].join(' ')}`
    return this.once(key, (into) => ({ do: 'load', into, from, at }))
  }

  counter(counter: number): Register {
    return this.once(`counter ${counter}`, (into) => ({ do: 'counter', into, counter }))
  }

  unary(name: Unary, of: Register): Register {
    const value = this.constants.get(of)
    if (value !== undefined) return this.constant(unaryFunctions[name](value))
    return this.once(`${name} ${of}`, (into) => ({ do: 'unary', name, into, of }))
  }

  binary(name: Binary, left: Register, right: Register): Register {
    const [a, b] = [this.constants.get(left), this.constants.get(right)]
    if (a !== undefined && b !== undefined) return this.constant(binaryFunctions[name](a, b))
    if (name === 'multiply' && a === 1) return right
    if (name === 'multiply' && b === 1) return left
    if (name === 'multiply' && a === -1) return this.unary('negative', right)
    if (name === 'multiply' && b === -1) return this.unary('negative', left)
    return this.once(`${name} ${left} ${right}`, (into) => ({ do: 'binary', name, into, left, right }))
  }

  add = (a: Register, b: Register): Register => this.binary('add', a, b)
  subtract = (a: Register, b: Register): Register => this.binary('subtract', a, b)
  multiply = (a: Register, b: Register): Register => this.binary('multiply', a, b)
  divide = (a: Register, b: Register): Register => this.binary('divide', a, b)
  negative = (a: Register): Register => this.unary('negative', a)
  times = (factor: number, a: Register): Register => this.multiply(this.constant(factor), a)

  /** A whole power by multiplications, a square root as such: both are exact where pow may not be. */
  power(base: Register, exponent: number): Register {
    if (exponent === 0) return this.constant(1)
    if (exponent === 0.5) return this.unary('sqrt', base)
    if (!Number.isInteger(exponent) || Math.abs(exponent) > 64) {
      return this.binary('power', base, this.constant(exponent))
    }
    if (exponent < 0) return this.divide(this.constant(1), this.power(base, -exponent))
    if (exponent === 1) return base
    const half = this.power(base, Math.floor(exponent / 2))
    const square = this.multiply(half, half)
    return exponent % 2 === 0 ? square : this.multiply(square, base)
  }

  /** A register that steps may write to again. */
  variable(value: number): Register {
    const into = this.next++
    this.write({ do: 'constant', into, value })
    return into
  }

  copy(into: Register, of: Register): void {
    this.write({ do: 'copy', into, of })
  }

  gather(into: Register, of: Register): void {
    this.write({ do: 'gather', into, of })
  }

  scatter(to: Target, at: Affine, of: Register): void {
    this.write({ do: 'scatter', to, at, of })
  }

  store(to: Target, at: number, of: Register): void {
    this.write({ do: 'store', to, at: whole(at), of })
  }

  loop(counter: number, first: Affine, last: Affine, body: () => void): void {
    this.write({ do: 'loop', counter, first, last, body: this.within(body) })
  }

  branch(when: Register, yes: () => void, no: () => void): void {
    const steps = { yes: this.within(yes), no: this.within(no) }
    if (steps.yes.length + steps.no.length > 0) this.write({ do: 'branch', when, ...steps })
  }

  private within(write: () => void): readonly Step[] {
    const outer = this.scope
    const inner = new Scope(outer)
    this.scope = inner
    write()
    this.scope = outer
    return inner.steps
  }
}
