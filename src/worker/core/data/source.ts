import { limits } from '../limits'
import { list, numbers, rowsOfNumbers } from '../lists'
import { readOptions } from '../read-options'
import { z } from '../zod'

/** Of a generator of random numbers. */
export const seed = z.int().min(0).max(limits.seed)
const columnName = z.string().min(1).max(200)

/** Where the rows of an objective come from, as in the experiment file. */
export const dataSource = z
  .discriminatedUnion('source', [
    z.strictObject({
      source: z.literal('normal'),
      rows: z.int().min(2).max(limits.rows),
      seed: seed.default(0),
    }),
    z.strictObject({
      source: z.literal('csv'),
      path: z.string().min(1).max(4_096),
      x: list(columnName, 1, limits.columns),
      y: columnName,
      standardize: z.boolean().default(false),
      read: readOptions.optional(),
    }),
    z.strictObject({
      source: z.literal('inline'),
      x: rowsOfNumbers(limits.columns, 2, limits.rows),
      y: numbers(2, limits.rows),
      standardize: z.boolean().default(false),
    }),
  ])
  .meta({ id: 'data' })
export type DataSource = z.infer<typeof dataSource>

/** How many features the rows have. */
export function featuresOf(data: DataSource): number {
  if (data.source === 'normal') return 1
  return data.source === 'csv' ? data.x.length : data.x[0].length
}
