import { adabelief } from './adabelief'
import { adadelta } from './adadelta'
import { adagrad } from './adagrad'
import { adam } from './adam'
import { adamax } from './adamax'
import { adamw } from './adamw'
import { amsgrad } from './amsgrad'
import { armijo } from './armijo'
import { asgd } from './asgd'
import type { Optimizer } from './contract'
import { gd } from './gd'
import { lbfgs } from './lbfgs'
import { lion } from './lion'
import { momentum } from './momentum'
import { nadam } from './nadam'
import { nag } from './nag'
import { newton } from './newton'
import { polyak } from './polyak'
import { radam } from './radam'
import { rmsprop } from './rmsprop'
import { rprop } from './rprop'
import { ruleMethod } from './rule'
import { yogi } from './yogi'

/** The catalog, in the order of the pickers: the textbook's ten, what others offer, yardsticks. */
export const optimizers: readonly Optimizer[] = [
  gd,
  momentum,
  nag,
  adagrad,
  adadelta,
  rmsprop,
  adam,
  adamax,
  amsgrad,
  nadam,
  adamw,
  radam,
  rprop,
  asgd,
  lion,
  adabelief,
  yogi,
  armijo,
  polyak,
  newton,
  lbfgs,
]

/** A method of the catalog, or that of a rule. */
export const optimizerById = (id: string): Optimizer | undefined =>
  id === ruleMethod.id ? ruleMethod : optimizers.find((optimizer) => optimizer.id === id)
