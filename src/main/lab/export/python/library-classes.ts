import { baseRateOf } from '@core/changes'
import { rateOf } from '@core/plan'
import { pythonNumber } from '@core/python'
import type { Library } from './library'
import { changesOf, scheduleLines, valueText, type RunToScript } from './settings'

/** An optimizer of the library's own, and the lines that stand before it. */
interface LibraryClass {
  readonly begin: readonly string[]
  readonly made: string
}

type Settings = Readonly<Record<string, number | boolean>>

/** A class and its arguments, by the names of the dialect's hyper-parameters; undefined where its arithmetic is another. */
interface Constructor {
  readonly name: string
  /** Arguments that are one hyper-parameter each. */
  readonly named?: Readonly<Record<string, string>>
  /** Others, as written. */
  readonly fixed?: readonly string[]
  readonly pairs?: Readonly<Record<string, readonly [string, string]>>
  suits?(hyper: Settings): boolean
}

const betas = { betas: ['beta1', 'beta2'] } as const
const decay = { weight_decay: 'weightDecay' } as const

/** torch.optim, by optimizers whose `pytorch` dialect says that it is the same. */
const torch: Readonly<Record<string, Constructor>> = {
  gd: { name: 'SGD', named: decay },
  momentum: { name: 'SGD', named: { momentum: 'momentum', dampening: 'dampening', ...decay } },
  nag: {
    name: 'SGD',
    named: { momentum: 'momentum', ...decay },
    fixed: ['nesterov=True'],
    suits: ({ momentum }) => Number(momentum) > 0,
  },
  adagrad: {
    name: 'Adagrad',
    named: { lr_decay: 'lrDecay', initial_accumulator_value: 'initialAccumulator', eps: 'eps', ...decay },
  },
  adadelta: { name: 'Adadelta', named: { rho: 'rho', eps: 'eps', ...decay } },
  rmsprop: {
    name: 'RMSprop',
    named: { alpha: 'alpha', eps: 'eps', momentum: 'momentum', centered: 'centered', ...decay },
  },
  adam: { name: 'Adam', named: { eps: 'eps', ...decay }, pairs: betas },
  adamax: { name: 'Adamax', named: { eps: 'eps', ...decay }, pairs: betas },
  amsgrad: { name: 'Adam', named: { eps: 'eps', ...decay }, pairs: betas, fixed: ['amsgrad=True'] },
  adamw: { name: 'AdamW', named: { eps: 'eps', ...decay }, pairs: betas },
  radam: { name: 'RAdam', named: { eps: 'eps', ...decay }, pairs: betas },
  rprop: {
    name: 'Rprop',
    pairs: { etas: ['etaMinus', 'etaPlus'], step_sizes: ['stepMin', 'stepMax'] },
    suits: ({ weightDecay }) => !weightDecay,
  },
}

const moments = { b1: 'beta1', b2: 'beta2', eps: 'eps' } as const
const roots = { ...moments, eps_root: 'epsRoot' } as const

/** optax, likewise. */
const optax: Readonly<Record<string, Constructor>> = {
  gd: { name: 'sgd' },
  momentum: { name: 'sgd', named: { momentum: 'momentum' } },
  nag: { name: 'sgd', named: { momentum: 'momentum' }, fixed: ['nesterov=True'] },
  adagrad: { name: 'adagrad', named: { initial_accumulator_value: 'initialAccumulator', eps: 'eps' } },
  adadelta: { name: 'adadelta', named: { rho: 'rho', eps: 'eps', ...decay } },
  rmsprop: {
    name: 'rmsprop',
    named: {
      decay: 'alpha',
      eps: 'eps',
      initial_scale: 'initialAccumulator',
      momentum: 'momentum',
      centered: 'centered',
    },
  },
  adam: { name: 'adam', named: roots },
  adamax: { name: 'adamax', named: moments },
  amsgrad: { name: 'amsgrad', named: roots },
  nadam: { name: 'nadam', named: roots },
  adamw: { name: 'adamw', named: { ...roots, ...decay } },
  radam: { name: 'radam', named: { ...roots, threshold: 'threshold' } },
  rprop: {
    name: 'rprop',
    named: { eta_minus: 'etaMinus', eta_plus: 'etaPlus', min_step_size: 'stepMin', max_step_size: 'stepMax' },
  },
  lion: { name: 'lion', named: { b1: 'beta1', b2: 'beta2', ...decay } },
  adabelief: { name: 'adabelief', named: roots },
  yogi: { name: 'yogi', named: moments },
}

function argumentsOf(
  { named = {}, pairs = {}, fixed = [] }: Constructor,
  hyper: Settings,
): readonly string[] {
  return [
    ...Object.entries(pairs).map(
      ([name, [first, second]]) => `${name}=(${valueText(hyper[first])}, ${valueText(hyper[second])})`,
    ),
    ...Object.entries(named).map(([name, key]) => `${name}=${valueText(hyper[key])}`),
    ...fixed,
  ]
}

/** Of a run whose settings change on the way, the library's own optimizer is taken where only the rate does. */
const onlyRateChanges = ({ plan, updates }: RunToScript): boolean =>
  changesOf(plan, updates).every(({ set }) => Object.keys(set).join() === 'lr')

/** The library's optimizer for a run in its own dialect; undefined where it has none of the same arithmetic. */
export function libraryClass({ id }: Library, run: RunToScript): LibraryClass | undefined {
  const { optimizer, dialect, hyper } = run.plan.run
  const source = { numpy: undefined, pytorch: torch, jax: optax }[id]
  const isOwn = dialect === { numpy: undefined, pytorch: 'pytorch', jax: 'optax' }[id]
  const found = isOwn ? source?.[optimizer] : undefined
  if (!found || !onlyRateChanges(run) || found.suits?.(hyper) === false) return undefined
  const said = new Set(Object.values(found.named ?? {}))
  if (Object.entries(hyper).some(([name, value]) => value === true && !said.has(name))) return undefined
  const others = argumentsOf(found, hyper)
  if (id === 'pytorch') {
    const all = [`lr=${valueText(hyper.lr)}`, ...others].join(', ')
    return { begin: [], made: `torch.optim.${found.name}([theta], ${all})` }
  }
  const { begin, rate } = optaxRate(run)
  return { begin, made: `optax.${found.name}(${[rate, ...others].join(', ')})` }
}

/** The learning rate for optax: a number, or one an update. */
function optaxRate(run: RunToScript): { readonly begin: readonly string[]; readonly rate: string } {
  const { plan, updates } = run
  const base = baseRateOf(plan.run)
  const isMoved = rateOf(plan) !== undefined
  if (typeof base === 'number' && !isMoved) return { begin: [], rate: `learning_rate=${pythonNumber(base)}` }
  const steps = [{ update: 1, set: { lr: Number(plan.run.hyper.lr) } }, ...changesOf(plan, updates)]
  const bases = [
    `bases = np.zeros(${updates})`,
    ...steps.map(({ update, set }) => `bases[${update - 1}:] = ${pythonNumber(Number(set.lr))}`),
  ]
  const rates = isMoved
    ? `jnp.array(bases * [schedule(update) for update in range(${updates})])`
    : 'jnp.array(bases)'
  return {
    begin: [...scheduleLines(plan), ...bases, `rates = ${rates}`],
    rate: 'learning_rate=lambda count: rates[count]',
  }
}
