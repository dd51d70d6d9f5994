import { expect, test } from 'vitest'
import { decode } from '@core/wire'
import { openOutbox, type Sink } from '../../../src/main/shell/web/outbox'
import type { RunRecord } from '../../../src/main/contract'

interface Reader extends Sink {
  bufferedAmount: number
  readonly got: Uint8Array[]
}

const reader = (): Reader => {
  const got: Uint8Array[] = []
  return { bufferedAmount: 0, got, send: (message) => void got.push(message) }
}

test('an event is encoded once for all who hear it as it is', () => {
  const readers = Array.from({ length: 20 }, reader)
  const outboxes = readers.map(openOutbox)
  const runs = [{ id: 1, points: 5 }] as unknown as readonly RunRecord[]
  for (const push of outboxes) push('runs.changed', runs)
  expect(new Set(readers.map(({ got }) => got[0])).size).toBe(1)
  expect(decode(readers[0].got[0])).toEqual(['runs.changed', runs])
})
