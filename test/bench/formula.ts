import { descend } from '@core/descend'
import { format, parseExperiment } from '@core/experiment'
import { objectiveById } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { planRuns } from '@core/plan'
import { templates } from '@core/rules/templates'
import { inTurn, repeated, timingOf, type Contestant } from './measure'
import type { Report, Row } from './report'

const text = 'sum(100(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i, 1, n-1)'
const dimensions = [2, 10, 100, 1000]
/** Terms in a repetition, at the least: a single call is too short to be timed. */
const work = 2e6
const updates = 200_000

function objectiveOf(id: string, options: object): Objective {
  const kind = objectiveById(id)
  if (!kind) throw new Error(`no objective ${id}`)
  return kind.create(kind.options.parse(options))
}

/** Rosenbrock typed, against the one that is written by hand; and methods typed as rules, against those of the catalog. */
export async function formula(report: Report): Promise<void> {
  const ratios: number[] = []

  async function compare(
    title: string,
    contestants: Readonly<Record<string, () => void>>,
    share: number,
  ): Promise<number> {
    const timed = Object.entries(contestants).map(([name, call]): [string, Contestant] => [
      name,
      () => repeated(call, { seconds: 0.3 }),
    ])
    const measured: Row[] = []
    for (const [name, seconds] of await inTurn(Object.fromEntries(timed), 5)) {
      if (seconds) measured.push({ name, ...timingOf(seconds, share) })
    }
    return report.compare(title, measured, 'built in')('typed')
  }

  for (const dimension of dimensions) {
    const calls = Math.ceil(work / dimension)
    const theta = new Float64Array(dimension).fill(0.5)
    const out = new Float64Array(dimension)
    const many = (objective: Objective) => (): void => {
      for (let k = 0; k < calls; k++) objective.evaluate(theta, out)
    }
    const typed = many(objectiveOf('formula', { text, dimension }))
    const builtIn = many(objectiveOf('rosenbrock', { dimension }))
    const title = `Rosenbrock in ${dimension} dimensions: loss and gradient`
    ratios.push(await compare(title, { 'built in': builtIn, typed }, 1 / calls))
  }
  /** Planned once: only updates are timed. */
  function descent(objective: object, run: object = { optimizer: 'gd', hyper: { lr: 1e-4 } }): () => void {
    const stop = { gradientNorm: 0, parameterChange: 0 }
    const runs = [run]
    const document = { format, name: 'typed', iterations: updates, start: [-1.2, 1], runs, stop, objective }
    const parsed = parseExperiment(document)
    const planned = parsed.ok ? planRuns(parsed.value) : parsed
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    const [plan] = planned.value
    const into = { columns: new Float64Array(4 * 1024), stride: 1024, room: 1024, count: 0, iteration: 0 }
    return () => {
      const { advance } = descend(plan)
      for (let made = 1; made > 0; into.count = 0) made = advance(into, updates)
    }
  }
  ratios.push(
    await compare(
      'An update of gradient descent on it, in 2 dimensions',
      { 'built in': descent({ id: 'rosenbrock' }), typed: descent({ id: 'formula', text }) },
      1 / updates,
    ),
  )
  report.aim(
    'a typed function against one written by hand, the slowest of all',
    Math.max(...ratios),
    { most: 2 },
    'x',
  )

  const ruleRatios: number[] = []
  for (const { key, label, rule } of templates()) {
    if (!['gd', 'momentum', 'adam'].includes(key)) continue
    const builtIn = descent({ id: 'rosenbrock' }, { optimizer: key, dialect: 'chapter', hyper: { lr: 1e-4 } })
    const typed = descent(
      { id: 'rosenbrock' },
      { optimizer: 'rule', rule: { ...rule, hyper: { ...rule.hyper, lr: 1e-4 } } },
    )
    const title = `An update of ${label} as a typed rule, in 2 dimensions`
    ruleRatios.push(await compare(title, { 'built in': builtIn, typed }, 1 / updates))
  }
  report.aim(
    'a typed rule against the method of the catalog, the slowest of all',
    Math.max(...ruleRatios),
    { most: 3 },
    'x',
  )
}
