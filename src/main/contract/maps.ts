import { z } from '@core/zod'
import { mapLimits, type MapPixels } from '@core/map/map'
import { call, document } from './call'

export type { MapPixels } from '@core/map/map'

const axis = z.strictObject({
  name: z.string().max(40),
  scale: z.enum(['linear', 'log']),
  from: z.number(),
  to: z.number(),
})

export const mapCalls = {
  /** Has the threads of maps start, which takes longer than a first picture: for whoever may want one soon. */
  'maps.prepare': call(z.strictObject({})).returns<null>(),
  /**
   * Pixels of a map of what becomes of the experiment's first run with other hyper-parameters, in the
   * map's order, from coarse to fine. An answer has as many as there were in a few hundredths of a second,
   * one at the least; ask on from there. Whoever wants no more just stops asking.
   */
  'maps.pixels': call(
    z.strictObject({
      experiment: document,
      x: axis,
      y: axis.nullable(),
      size: z.int().min(1).max(mapLimits.size),
      /** Updates of each run, in place of the experiment's. */
      updates: z.int().min(1).max(mapLimits.updates),
      /** The target's share of what the loss is above the lowest known one at the start. */
      share: z.number().gt(0).lt(1),
      from: z.int().min(0),
      limit: z
        .int()
        .min(1)
        .max(mapLimits.size ** 2),
    }),
  ).returns<MapPixels>(),
} as const
