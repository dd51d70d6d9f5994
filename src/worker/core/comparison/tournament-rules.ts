import type { SweepOptions } from '../sweep/contract'
import { plainly, type Writing } from '../reasons/wording'
import type { Tournament } from './tournament'

const designNames: Readonly<Record<SweepOptions['design'], string>> = {
  grid: 'grid',
  random: 'random design',
  sobol: 'Sobol design',
}

const units = {
  updates: ['update', 'updates'],
  evaluations: ['evaluation', 'evaluations'],
  milliseconds: ['millisecond', 'milliseconds'],
} as const

/** `1 point`, `20 points` */
const points = (count: number, { count: written }: Writing): string =>
  `${written(count)} ${count === 1 ? 'point' : 'points'}`

/** How many points each method may try. */
function trialsText(
  options: SweepOptions,
  methods: readonly string[],
  trials: readonly number[],
  write: Writing,
): string {
  const design = designNames[options.design]
  if (trials.every((count) => count <= 1)) return 'each method as it is set, nothing tuned'
  if (new Set(trials).size === 1) return `each method: ${points(trials[0], write)} of a ${design}`
  const each = methods.map((name, k) => `${write.text(name)} ${write.count(trials[k])}`).join(', ')
  return `points of a ${design}, not the same number for each: ${each}`
}

function seedsText({ seeds, tournament }: SweepOptions, isTuned: boolean, write: Writing): string {
  const tuning = tournament?.tuningSeeds ?? 0
  const others = `${write.count(seeds - tuning)} ${tuning > 0 ? (seeds - tuning === 1 ? 'other' : 'others') : seeds === 1 ? 'seed' : 'seeds'}`
  if (!isTuned) return `compared on ${others}`
  const where = tournament?.tune === 'suite' ? 'once for the suite' : 'for each problem'
  if (tuning === 0) return `chosen ${where} by the very runs that are compared, which flatters it`
  return `chosen ${where} on ${write.count(tuning)} ${tuning === 1 ? 'seed' : 'seeds'}, compared on ${others}`
}

/** Where the minimum is not known, what stands for it. */
function referenceText({ reference, problems }: SweepOptions, { number }: Writing): string {
  const given = [reference, ...problems.map((problem) => problem.reference)].filter(
    (loss) => loss !== undefined,
  )
  if (given.length === 0) return ''
  return `, and where none is known over ${given.map(number).join(', ')}, given as the best found`
}

/**
 * The rules of a tournament in words. Begins small and has no full stop.
 *
 * @param trials points of each method's design
 */
export function rulesText(
  { methods, problems, budget, targets, held }: Tournament,
  options: SweepOptions,
  trials: readonly number[],
  write = plainly,
): string {
  const { of, most } = budget
  const unit = units[of][most === 1 ? 0 : 1]
  const shares = targets.map((share) => write.number(share)).join(', ')
  const short = problems.flatMap((name, k) =>
    held[k] < most ? [`${write.text(name)} ${write.number(held[k])}`] : [],
  )
  const isTuned = trials.some((count) => count > 1)
  return [
    `${trialsText(options, methods, trials, write)}, ${seedsText(options, isTuned, write)}`,
    `budget ${write.count(most)} ${unit} for each run${of === 'milliseconds' ? ', the time to a target as its share of the updates' : ''}`,
    ...(short.length === 0 ? [] : [`less was tried, and compared, on ${short.join(', ')}`]),
    ...(targets.length === 0
      ? []
      : [
          `${targets.length === 1 ? 'target' : 'targets'}: ${shares} of the start's excess over the known minimum${referenceText(options, write)}`,
        ]),
    'every method from the same starts, under the same seeds',
  ].join('; ')
}
