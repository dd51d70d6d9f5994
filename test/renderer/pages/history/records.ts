import fc from 'fast-check'
import { parseExperiment, type Experiment } from '../../../../src/worker/core/experiment'
import type { RunDetail, RunRecord, RunStatus } from '../../../../src/main/contract'

/** A run as the lab would list it. */
export const record = (given: Partial<RunRecord> = {}): RunRecord => ({
  id: 1,
  launch: 1,
  position: 0,
  color: 0,
  experimentName: 'GD against Adam',
  objective: 'rosenbrock',
  objectiveLabel: 'Rosenbrock',
  dimension: 2,
  rows: 0,
  budget: 1_000,
  recordEvery: 1,
  series: ['loss', 'gradient_norm', 'theta_0', 'theta_1'],
  minimum: 0,
  optimizer: 'adam',
  dialect: 'chapter',
  hyper: { lr: 0.01, beta1: 0.9, beta2: 0.9, eps: 1e-6 },
  schedule: { id: 'constant', warmup: 0 },
  batch: 'full',
  sampling: 'shuffle',
  seed: 0,
  label: 'Adam',
  status: 'finished',
  reason: 'Used its budget of 1,000 iterations.',
  iterations: 1_000,
  points: 1_001,
  finalLoss: 0.5,
  bestLoss: 0.25,
  bestIteration: 900,
  valueEvaluations: 0,
  gradientEvaluations: 1_000,
  hessianEvaluations: 0,
  duration: 12,
  startedAt: Date.UTC(2026, 10, 1, 12),
  endedAt: Date.UTC(2026, 10, 1, 12, 1),
  hash: 'b'.repeat(64),
  note: '',
  trashedAt: null,
  ...given,
})

/** An experiment with every default filled in. */
export function experiment(document: Record<string, unknown> = {}): Experiment {
  const parsed = parseExperiment({
    format: 'descent-lab/experiment@1',
    name: 'GD against Adam',
    objective: { id: 'rosenbrock' },
    iterations: 1_000,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.001 } }, { optimizer: 'adam' }],
    ...document,
  })
  if (!parsed.ok) throw new Error(parsed.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.value
}

/** Run `position` of an experiment, as the lab would hand it out. */
export const detail = (of: Experiment, position = 0, given: Partial<RunRecord> = {}): RunDetail => ({
  ...record({ objective: of.objective.id, budget: of.iterations, position }),
  ...of.runs[position],
  ...given,
  experiment: of,
})

const statuses: readonly RunStatus[] = [
  'running',
  'converged',
  'stalled',
  'finished',
  'diverged',
  'failed',
  'interrupted',
]
const loss = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, 0, 1))

/** Lists of runs with ids of their own, newest first, few enough labels for ties. */
export const recordLists: fc.Arbitrary<readonly RunRecord[]> = fc
  .array(
    fc.record({
      launch: fc.integer({ min: 1, max: 4 }),
      label: fc.constantFrom('Adam', 'GD', 'SGD', 'Momentum'),
      optimizer: fc.constantFrom('adam', 'gd', 'momentum'),
      objective: fc.constantFrom('rosenbrock', 'beale'),
      status: fc.constantFrom(...statuses),
      seed: fc.integer({ min: 0, max: 3 }),
      finalLoss: loss,
      bestLoss: loss,
      duration: fc.nat(),
    }),
    { maxLength: 40 },
  )
  .map((given) =>
    given.map((run, index) => record({ ...run, id: given.length - index, objectiveLabel: run.objective })),
  )
