import { constant } from './constant'
import type { Schedule } from './contract'
import { cosine } from './cosine'
import { exponential } from './exponential'
import { inverseTime } from './inverse-time'
import { step } from './step'

export type { Schedule } from './contract'
export { rateFactor } from './rate'

export const schedules: readonly Schedule[] = [constant, step, exponential, inverseTime, cosine]

export const scheduleById = (id: string): Schedule | undefined =>
  schedules.find((schedule) => schedule.id === id)

/** Whether a learning rate under a schedule is another one at some update. */
export const isVaried = ({ id, warmup }: { readonly id: string; readonly warmup: number }): boolean =>
  warmup > 0 || !scheduleById(id)?.isConstant
