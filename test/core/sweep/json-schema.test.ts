import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { sweepJsonSchema } from '@core/sweep/json-schema'

const file = resolve(import.meta.dirname, '../../../resources/sweep.schema.json')

test('resources/sweep.schema.json is the schema in the code (vitest -u writes it anew)', async () => {
  await expect(`${JSON.stringify(sweepJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(file)
})
