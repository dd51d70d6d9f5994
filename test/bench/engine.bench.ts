import { test } from 'vitest'
import { descend } from '@core/descend'
import { normalTable } from '@core/data/normal'
import { parseExperiment } from '@core/experiment'
import { planRuns, type Plan } from '@core/plan'

const rows = 500
const iterations = 5_000
const table = normalTable(rows, 0)

function planOf(optimizer: string): Plan {
  const parsed = parseExperiment({
    format: 'descent-lab/experiment@1',
    name: 'bench',
    objective: { id: 'linear-regression', data: { source: 'normal', rows } },
    iterations,
    runs: [{ optimizer }],
    stop: { gradientNorm: 0, parameterChange: 0 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const plans = planRuns(parsed.value, table)
  if (!plans.ok) throw new Error(JSON.stringify(plans.issues))
  return plans.value[0]
}

/** As a reader of the chapter would write it in TypeScript: loss and gradient row by row. */
function plainLoop(): number {
  const [x] = table.features
  const y = table.target
  const losses: number[] = []
  let w = 0
  let b = 0
  for (let iteration = 0; iteration < iterations; iteration++) {
    let gradientW = 0
    let gradientB = 0
    let loss = 0
    for (let row = 0; row < rows; row++) {
      const residual = w * x[row] + b - y[row]
      loss += residual ** 2 / rows
      gradientW += (2 / rows) * x[row] * residual
      gradientB += (2 / rows) * residual
    }
    losses.push(loss)
    w -= 0.01 * gradientW
    b -= 0.01 * gradientB
  }
  return losses[losses.length - 1]
}

function drained(plan: Plan): number {
  let loss = NaN
  for (const position of descend(plan).positions) loss = position.loss
  return loss
}

test(`linear regression, ${rows} rows, ${iterations} iterations, loss at each`, async ({ bench }) => {
  await bench.compare(
    bench('a plain loop', () => void plainLoop()),
    bench('the engine: gd', () => void drained(planOf('gd'))),
    bench('the engine: adam', () => void drained(planOf('adam'))),
  )
})
