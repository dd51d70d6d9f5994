import { ackley } from './ackley'
import { beale } from './beale'
import { booth } from './booth'
import type { ObjectiveKind } from './contract'
import { doubleWell } from './double-well'
import { easom } from './easom'
import { goldsteinPrice } from './goldstein-price'
import { gramacyLee } from './gramacy-lee'
import { griewank } from './griewank'
import { himmelblau } from './himmelblau'
import { levy } from './levy'
import { linearRegression } from './linear-regression'
import { matyas } from './matyas'
import { monkeySaddle } from './monkey-saddle'
import { plateau } from './plateau'
import { quadratic } from './quadratic'
import { quartic } from './quartic'
import { rastrigin } from './rastrigin'
import { ripples } from './ripples'
import { reddi } from './reddi'
import { rosenbrock } from './rosenbrock'
import { saddle } from './saddle'
import { sixHumpCamel } from './six-hump-camel'
import { smoothAbs } from './smooth-abs'
import { square } from './square'
import { styblinskiTang } from './styblinski-tang'
import { threeHumpCamel } from './three-hump-camel'

/** Every objective of the lab, in the order a picker shows them. */
export const objectives: readonly ObjectiveKind[] = [
  square,
  quartic,
  smoothAbs,
  doubleWell,
  ripples,
  plateau,
  gramacyLee,
  reddi,

  booth,
  matyas,
  beale,
  himmelblau,
  threeHumpCamel,
  sixHumpCamel,
  goldsteinPrice,
  ackley,
  griewank,
  levy,
  easom,
  saddle,
  monkeySaddle,

  rosenbrock,
  quadratic,
  rastrigin,
  styblinskiTang,

  linearRegression,
]

const byId = new Map(objectives.map((kind) => [kind.id, kind]))

export function objectiveById(id: string): ObjectiveKind | undefined {
  return byId.get(id)
}
