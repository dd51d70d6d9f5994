import { identifier, assignmentOf } from '@core/arithmetic/code'
import { minimumOf, isScheduled, type Plan } from '@core/plan'
import { pythonArray, pythonNumber } from '@core/python'
import type { Library } from './library'
import { libraryClass } from './library-classes'
import type { Problem } from './problem'
import { changesOf, scheduleLines, valueText, type RunToScript } from './settings'
import { indented } from './text'

/** Stream numbers of the lab's generator, which is NumPy's. */
const noiseStream = 3

/** The function `batches`, which draws rows as the lab does. */
export const batchFunction: readonly string[] = [
  'def batches(rows, batch, sampling, seed):',
  '    """The rows of every batch: NumPy\'s generator, number for number as the lab has it."""',
  '    random = np.random.RandomState([seed, 2])',
  '    order = np.arange(rows)',
  '    while sampling == "replacement":',
  '        yield random.randint(0, rows, batch)',
  '    while True:',
  '        random.shuffle(order)',
  '        for at in range(0, rows, batch):',
  '            yield order[at : at + batch]',
]

export const drawsBatches = ({ plan: { run } }: Pick<RunToScript, 'plan'>): boolean => run.batch !== 'full'

/** The head of the loop over a run's updates, counted from 1. */
function loopHead({ plan: { run, objective }, updates }: RunToScript): string {
  const counted = `range(1, ${updates + 1})`
  if (run.batch === 'full') return `for t in ${counted}:`
  const drawn = `batches(${objective.rows}, ${run.batch}, "${run.sampling}", ${run.seed})`
  return `for t, rows in zip(${counted}, ${drawn}):`
}

/** The gradient that an update goes along, taken at a point. */
function gradientText({ plan, problem }: RunToScript, library: Library, at: string): string {
  const { run, sigma, objective } = plan
  const batch = run.batch === 'full' ? [] : problem.rows.map((name) => `${name}[rows]`)
  const exact = `${problem.gradient}(${[at, ...batch].join(', ')})`
  const drawn = library.array(`noise.standard_normal(${objective.dimension})`)
  const noisy = sigma === 0 ? exact : `${exact} + ${pythonNumber(sigma)} * ${drawn}`
  if (!run.maximize) return noisy
  return sigma === 0 ? `-${noisy}` : `-(${noisy})`
}

const noiseLines = ({ plan: { sigma, run } }: RunToScript): readonly string[] =>
  sigma === 0 ? [] : [`noise = np.random.RandomState([${run.seed}, ${noiseStream}])`]

/** Settings that change on the way, before the update that they are for. */
function changeLines(
  run: RunToScript,
  assigned: (name: string, value: number | boolean) => readonly string[],
): readonly string[] {
  return changesOf(run.plan, run.updates).flatMap(({ update, set }) => [
    `if t == ${update}:`,
    ...indented(Object.entries(set).flatMap(([name, value]) => assigned(name, value))),
  ])
}

/** The name that a hyper-parameter is kept under: a schedule multiplies the learning rate. */
const keptName = ({ run }: Plan, name: string): string =>
  name === 'lr' && isScheduled(run) ? 'base_lr' : name

/** The start, or a point that is `nudge` away from it. */
const startLines = ({ start }: Plan, library: Library): readonly string[] => [
  `start = np.array([${start.map(pythonNumber).join(', ')}], dtype=float)`,
  `theta = ${library.array('start + nudge * (1 + np.abs(start))')}`,
]

/** A buffer before the first update. */
function bufferText(values: Float64Array): string {
  const [first] = values
  if (!values.every((value) => value === first)) return pythonArray(values)
  return first === 0 ? `np.zeros(${values.length})` : `np.full(${values.length}, ${pythonNumber(first)})`
}

/** By an optimizer of the library's own. */
function byClass(run: RunToScript, library: Library): readonly string[] | undefined {
  const { plan } = run
  const found = libraryClass(library, run)
  if (!found) return undefined
  const isMoved = isScheduled(plan.run)
  if (library.id === 'jax') {
    return [
      ...found.begin,
      ...startLines(plan, library),
      `optimizer = ${found.made}`,
      'state = optimizer.init(theta)',
      'update = jax.jit(optimizer.update)',
      ...noiseLines(run),
      'yield theta',
      loopHead(run),
      ...indented([
        `step, state = update(${gradientText(run, library, 'theta')}, state, theta)`,
        'theta = optax.apply_updates(theta, step)',
        'yield theta',
      ]),
    ]
  }
  const base = pythonNumber(Number(plan.run.hyper.lr))
  return [
    ...scheduleLines(plan),
    ...startLines(plan, library),
    'theta.requires_grad_()',
    `optimizer = ${found.made}`,
    ...(isMoved ? [`base_lr = ${base}`] : []),
    ...noiseLines(run),
    'yield theta.detach()',
    loopHead(run),
    ...indented([
      ...changeLines(run, (name, value) => [
        isMoved
          ? `base_lr = ${valueText(value)}`
          : `optimizer.param_groups[0]["${name}"] = ${valueText(value)}`,
      ]),
      ...(isMoved ? ['optimizer.param_groups[0]["lr"] = base_lr * rate(t - 1)'] : []),
      `theta.grad = ${gradientText(run, library, 'theta')}`,
      'optimizer.step()',
      'yield theta.detach()',
    ]),
  ]
}

/** By the lines of the method's own arithmetic. */
function byLines(run: RunToScript, library: Library): readonly string[] {
  const { plan, problem } = run
  const { dialect, objective } = plan
  const { search } = dialect
  const lines = [...(search?.lines ?? []), ...dialect.code]
  const words = new Set(
    [...lines, dialect.lookaheadCode ?? ''].flatMap((line) => line.match(identifier) ?? []),
  )
  const assigned = new Set(dialect.code.map((line) => assignmentOf(line).name))
  const hyper = Object.entries(plan.run.hyper).filter(([name]) => words.has(name))
  const buffers = Object.entries(dialect.init(objective.dimension, plan.run.hyper)).filter(
    ([name]) => assigned.has(name) && words.has(name),
  )
  const isMoved = isScheduled(plan.run)
  const number = (value: number | boolean): string => library.number(valueText(value))
  const kept = (name: string, value: number | boolean): string =>
    name === 'lr' && isMoved ? `base_lr = ${valueText(value)}` : `${keptName(plan, name)} = ${number(value)}`
  const at = dialect.lookaheadCode === undefined ? 'theta' : library.translated(dialect.lookaheadCode)
  const compiles = library.id === 'jax' && search === undefined
  const needsG = words.has('g') && !assigned.has('g')
  const gradient = gradientText(run, library, at)
  const translated = lines.map(library.translated)
  const arithmetic = needsG ? ['g = gradient', ...translated] : translated
  const names = [...hyper.map(([name]) => name), ...buffers.map(([name]) => name)]
  const results = ['theta', ...buffers.map(([name]) => name)].join(', ')
  const handed = ['theta', 'gradient', 't', ...names]
  const compiled = compiles
    ? ['@jax.jit', `def update(${handed.join(', ')}):`, ...indented([...arithmetic, `return ${results}`]), '']
    : []
  const called = handed.map((name) => (name === 't' ? 'float(t)' : name)).join(', ')
  return [
    ...scheduleLines(plan),
    ...compiled,
    ...(search ? problemLines(plan, problem) : []),
    ...(search?.begin ?? []).map(library.translated),
    ...startLines(plan, library),
    ...hyper.map(([name, value]) => kept(name, value)),
    ...buffers.map(([name, values]) => `${name} = ${library.array(bufferText(values))}`),
    ...noiseLines(run),
    'yield theta',
    loopHead(run),
    ...indented([
      ...changeLines(run, (name, value) => (words.has(name) ? [kept(name, value)] : [`pass  # ${name}`])),
      ...(isMoved && words.has('lr') ? [`lr = ${library.number('base_lr * rate(t - 1)')}`] : []),
      ...(compiles
        ? [`gradient = ${gradient}`, `${results} = update(${called})`]
        : [
            ...(words.has('t') && library.id === 'pytorch' ? ['t = torch.tensor(float(t))'] : []),
            ...(needsG && !words.has('gradient')
              ? [`g = ${gradient}`, ...translated]
              : [`gradient = ${gradient}`, ...arithmetic]),
          ]),
      'yield theta',
    ]),
  ]
}

/** What a search asks the problem for: of the one that goes down where the run goes up. */
function problemLines(
  { run, dialect, objective }: Plan,
  { loss, gradient, hessian }: Problem,
): readonly string[] {
  const asked = [...(dialect.search?.functions ?? []), ...(dialect.search?.lines ?? [])].join('\n')
  const lowest = run.maximize ? undefined : minimumOf(objective)
  const sign = (name: string): string => (run.maximize ? `lambda theta: -${name}(theta)` : name)
  const all = {
    value: sign(loss),
    slope: sign(gradient),
    curvature: sign(hessian),
    lowest: pythonNumber(lowest ?? NaN),
  }
  return Object.entries(all)
    .filter(([name]) => new RegExp(`\\b${name}\\b(?! =|, \\w+ =)`).test(asked))
    .map(([name, made]) => `${name} = ${made}`)
}

/** The function `run_N`, which goes through the run's positions. */
export function runLines(run: RunToScript, library: Library, name: string): readonly string[] {
  return [
    `def ${name}(nudge=0.0):`,
    ...indented([
      '"""Yields theta at the start and after every update."""',
      ...(byClass(run, library) ?? byLines(run, library)),
    ]),
  ]
}
