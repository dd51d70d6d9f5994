import { expect, test } from 'vitest'
import { LogKeeper } from '../../../../src/main/lab/runs/wal-checkpoints'

const megabyte = 2 ** 20

/** A keeper whose moves end when the test says so. */
function keeping() {
  const moves: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = []
  const told: string[] = []
  const keeper = new LogKeeper(
    () => new Promise((resolve, reject) => moves.push({ resolve, reject })),
    () => told.push('go on'),
  )
  /** Lets the newest move end, and what follows from it happen. */
  async function moved(): Promise<void> {
    moves.at(-1)?.resolve()
    await new Promise(setImmediate)
  }
  return { keeper, moves, told, moved }
}

test('a short log is left alone until all is quiet', async () => {
  const { keeper, moves, told, moved } = keeping()
  for (let write = 0; write < 15; write++) keeper.wrote(megabyte)
  expect(moves).toHaveLength(0)
  const shortened = keeper.shorten()
  await moved()
  await shortened
  expect(moves).toHaveLength(1)
  expect(told).toEqual([])
})

test('a long one is moved while writers go on, and held only for the last bit', async () => {
  const { keeper, moves, told, moved } = keeping()
  keeper.wrote(16 * megabyte)
  expect(moves).toHaveLength(1)
  keeper.wrote(10 * megabyte)
  expect(keeper.holds).toBe(false)
  await moved()
  // 10 MB came meanwhile: too much to wait for.
  expect([moves.length, keeper.holds]).toEqual([2, false])
  keeper.wrote(2 * megabyte)
  await moved()
  expect([moves.length, keeper.holds]).toEqual([3, true])
  await moved()
  expect([moves.length, keeper.holds]).toEqual([3, false])
  expect(told).toEqual(['go on'])
})

test('writers that are faster than the disk are held', async () => {
  const { keeper, moves, told, moved } = keeping()
  keeper.wrote(16 * megabyte)
  keeper.wrote(50 * megabyte)
  await moved()
  expect(keeper.holds).toBe(true)
  await moved()
  expect([moves.length, keeper.holds, told]).toEqual([2, false, ['go on']])
})

test('writers that are as fast as the disk are held before the log is too long', async () => {
  const { keeper, moves, moved } = keeping()
  keeper.wrote(16 * megabyte)
  let long = 16
  while (!keeper.holds && moves.length < 20) {
    keeper.wrote(12 * megabyte)
    long += 12
    await moved()
  }
  expect(long).toBeLessThanOrEqual(76)
})

test('what could not be moved waits for the next time, and holds nobody', async () => {
  const { keeper, moves, told } = keeping()
  keeper.wrote(16 * megabyte)
  keeper.wrote(50 * megabyte)
  const shortened = keeper.shorten()
  moves[0].reject(new Error('the disk is full'))
  await shortened
  expect([keeper.holds, told]).toEqual([false, []])
  keeper.wrote(1)
  expect(moves).toHaveLength(2)
})
