import { minimumOf, isScheduled, type Plan } from '@core/plan'
import { assignmentOf, identifier, pythonArray, pythonNumber } from '@core/python'
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
  return changesOf(run.plan, run.updates).flatMap(({ update, set }) => {
    const lines = Object.entries(set).flatMap(([name, value]) => assigned(name, value))
    return lines.length > 0 ? [`if t == ${update}:`, ...indented(lines)] : []
  })
}

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
      'one_update = jax.jit(optimizer.update)',
      ...noiseLines(run),
      'yield theta',
      loopHead(run),
      ...indented([
        `step, state = one_update(${gradientText(run, library, 'theta')}, state, theta)`,
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
      ...(isMoved ? ['optimizer.param_groups[0]["lr"] = base_lr * schedule(t - 1)'] : []),
      `theta.grad = ${gradientText(run, library, 'theta')}`,
      'optimizer.step()',
      'yield theta.detach()',
    ]),
  ]
}

/** Names that a typed rule may have, and that mean something else in a script. */
const taken = new Set(
  (
    'start nudge noise rows base_lr schedule batches one_update value_of slope_of curvature_of lowest ' +
    'jnp jax torch optax float range zip'
  ).split(' '),
)
/** A name that is no function's or module's. */
const plainName = /(?<![\w.])[A-Za-z]\w*(?!\w*[.(])/g
const ownName = (name: string): string => (taken.has(name) ? `${name}_` : name)

/** By the lines of the method's own arithmetic. */
function byLines(run: RunToScript, library: Library): readonly string[] {
  const { plan, problem } = run
  const { dialect, objective } = plan
  const { search, lookaheadCode: lookahead = [] } = dialect
  const given = [...(search?.lines ?? []), ...lookahead, ...dialect.code]
  const words = new Set(given.flatMap((line) => line.match(identifier) ?? []))
  const assigned = new Set(dialect.code.map((line) => assignmentOf(line).name))
  const inPython = (line: string): string => library.translated(line.replace(plainName, ownName))
  const number = (value: number | boolean): string => library.number(valueText(value))
  const isMoved = isScheduled(plan.run)
  const kept = (name: string, value: number | boolean): string =>
    name === 'lr' && isMoved ? `base_lr = ${valueText(value)}` : `${ownName(name)} = ${number(value)}`

  /** Of what a search leaves in the state, Python keeps its own. */
  const isFound = (name: string): boolean =>
    (search?.lines ?? []).some((line) => Array.from(line.matchAll(identifier), String).includes(name))
  const hyper = Object.entries(plan.run.hyper).filter(([name]) => words.has(name))
  const buffers = Object.entries(dialect.init(objective.dimension, plan.run.hyper)).filter(
    ([name]) => words.has(name) && (assigned.has(name) || !isFound(name)),
  )
  const gradient = gradientText(run, library, lookahead.length > 0 ? 'ahead' : 'theta')
  const needsG = words.has('g') && !assigned.has('g')
  const lines = [...(search?.lines ?? []).map(library.translated), ...dialect.code.map(inPython)]
  const compiles = library.id === 'jax' && search === undefined
  const results = ['theta', ...buffers.map(([name]) => ownName(name))]
  const handed = [...new Set(['theta', 'gradient', 't', ...hyper.map(([name]) => ownName(name)), ...results])]
  const called = handed.map((name) => (name === 't' ? 'float(t)' : name)).join(', ')
  return [
    ...scheduleLines(plan),
    ...(compiles
      ? [
          '@jax.jit',
          `def one_update(${handed.join(', ')}):`,
          ...indented([...(needsG ? ['g = gradient'] : []), ...lines, `return ${results.join(', ')}`]),
          '',
        ]
      : []),
    ...(search ? problemLines(plan, problem) : []),
    ...(search?.begin ?? []).map(library.translated),
    ...startLines(plan, library),
    ...hyper.map(([name, value]) => kept(name, value)),
    ...buffers.map(([name, values]) => `${ownName(name)} = ${library.array(bufferText(values))}`),
    ...noiseLines(run),
    'yield theta',
    loopHead(run),
    ...indented([
      ...changeLines(run, (name, value) => (words.has(name) ? [kept(name, value)] : [])),
      ...(isMoved && words.has('lr') ? [`lr = ${library.number('base_lr * schedule(t - 1)')}`] : []),
      ...lookahead.map(inPython),
      ...(compiles
        ? [`gradient = ${gradient}`, `${results.join(', ')} = one_update(${called})`]
        : [
            ...(words.has('t') && library.id === 'pytorch' ? ['t = torch.tensor(float(t))'] : []),
            ...(words.has('gradient') || !needsG ? [`gradient = ${gradient}`] : []),
            ...(needsG ? [`g = ${words.has('gradient') ? 'gradient' : gradient}`] : []),
            ...lines,
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
    value_of: sign(loss),
    slope_of: sign(gradient),
    curvature_of: sign(hessian),
    lowest: pythonNumber(lowest ?? NaN),
  }
  return Object.entries(all)
    .filter(([name]) => new RegExp(String.raw`\b${name}\b`).test(asked))
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
