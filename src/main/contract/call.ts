import { z } from '@core/zod'
import { list } from '@core/lists'

/** What every subject's calls are declared with. */

export interface Call<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Never there at run time; carries the type. */
  readonly output?: Output
}

export const call = <Input extends z.ZodType>(input: Input) => ({
  returns: <Output>(): Call<Input, Output> => ({ input }),
})

export const nothing = z.strictObject({})
export const id = z.int().min(1)
export const ids = list(id, 1, 10_000)
export const document = z.unknown()
export const name = z.string().trim().min(1).max(200)
