import { ackley } from './functions/ackley'
import { beale } from './functions/beale'
import { booth } from './functions/booth'
import type { ObjectiveKind } from './contract'
import { doubleWell } from './functions/double-well'
import { easom } from './functions/easom'
import { formula } from './formula/formula'
import { goldsteinPrice } from './functions/goldstein-price'
import { gramacyLee } from './functions/gramacy-lee'
import { griewank } from './functions/griewank'
import { himmelblau } from './functions/himmelblau'
import { levy } from './functions/levy'
import { linearRegression } from './regression/linear-regression'
import { logisticRegression } from './models/logistic-regression'
import { matyas } from './functions/matyas'
import { monkeySaddle } from './functions/monkey-saddle'
import { plateau } from './functions/plateau'
import { quadratic } from './functions/quadratic'
import { quartic } from './functions/quartic'
import { rastrigin } from './functions/rastrigin'
import { ripples } from './functions/ripples'
import { reddi } from './functions/reddi'
import { rosenbrock } from './functions/rosenbrock'
import { saddle } from './functions/saddle'
import { sixHumpCamel } from './functions/six-hump-camel'
import { smoothAbs } from './functions/smooth-abs'
import { square } from './functions/square'
import { styblinskiTang } from './functions/styblinski-tang'
import { threeHumpCamel } from './functions/three-hump-camel'

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
  logisticRegression,

  formula,
]

const byId = new Map(objectives.map((kind) => [kind.id, kind]))

export function objectiveById(id: string): ObjectiveKind | undefined {
  return byId.get(id)
}
