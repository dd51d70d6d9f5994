import { rateFactorsAt, isScheduled, type Plan } from '../plan'
import type { HyperValues } from '../hyper'
import { lanesOf, type Lanes } from './drive'
import { kernelOf, type Kernel, type Wanted } from './kernel'

/** Kernels that are kept. */
const most = 8

/** A kernel at work. */
export interface Machine {
  readonly kernel: Kernel
  readonly lanes: Lanes
  /** Of a field, its place among the kernel's. */
  readonly places: ReadonlyMap<string, number>
}

/** Compiled kernels, for whoever wants the like of one again: one thread's. */
export class Kernels {
  /** By all that their code depends on; the oldest first. */
  private readonly known = new Map<string, Machine | undefined>()

  machineFor(plan: Plan, varied: readonly string[], watch: Wanted['watch']): Machine | undefined {
    const { objective, dialect, run, iterations } = plan
    const shared = Object.fromEntries(Object.entries(run.hyper).filter(([name]) => !varied.includes(name)))
    const maximize = run.maximize === true
    const key = keyOf(plan, { shared, varied, watch, maximize })
    if (key === undefined) return undefined
    const found = this.known.get(key)
    if (found || this.known.has(key)) return found
    const scheduled = isScheduled(run)
    const isTyped = run.rule !== undefined
    const kernel = kernelOf({
      isTyped,
      dialect,
      objective,
      maximize,
      shared,
      varied,
      isScheduled: scheduled,
      watch,
    })
    const factor = (update: number): number => rateFactorsAt(plan, update)?.factor ?? 1
    const lanes = kernel && lanesOf(kernel, iterations, factor)
    const places = new Map(kernel?.fields.map(({ name }, index) => [name, index]))
    const made = kernel && lanes && { kernel, lanes, places }
    this.known.set(key, made)
    const [oldest] = this.known.keys()
    if (this.known.size > most) this.known.delete(oldest)
    return made
  }
}

interface Parts {
  readonly shared: HyperValues
  readonly varied: readonly string[]
  readonly watch: Wanted['watch']
  readonly maximize: boolean
}

function keyOf({ objective, dialect, run, iterations }: Plan, parts: Parts): string | undefined {
  const { arithmetic, parameterNames } = objective
  if (!arithmetic) return undefined
  const code = arithmetic.kind === 'lines' ? arithmetic.lines() : arithmetic.program()
  const { code: update, lookaheadCode, hyper } = dialect
  const schedule = isScheduled(run) ? run.schedule : null
  return JSON.stringify(
    [
      code,
      parameterNames,
      run.rule !== undefined,
      update,
      lookaheadCode,
      Object.keys(hyper),
      iterations,
      schedule,
      parts,
    ],
    (_, value: unknown) => (value instanceof Map ? [...value] : value),
  )
}
