import { describe, expect, test } from 'vitest'
import { FairQueue } from '../../../../src/main/lab/runs/fair-queue'

const [a, b, c] = [{}, {}, {}]
const any = (): boolean => true

function queueOf(...items: readonly (readonly [object, string])[]): FairQueue<string> {
  const queue = new FairQueue<string>()
  for (const [group, item] of items) queue.add(group, item)
  return queue
}

function rest(queue: FairQueue<string>): string {
  const items: string[] = []
  for (let item = queue.take(any); item !== undefined; item = queue.take(any)) items.push(item)
  expect(queue.isEmpty).toBe(true)
  return items.join(' ')
}

describe('a fair queue', () => {
  test('lets the groups take turns, each in its order', () => {
    expect(rest(queueOf([a, 'a1'], [a, 'a2'], [a, 'a3'], [b, 'b1'], [c, 'c1'], [b, 'b2']))).toBe(
      'a1 b1 c1 a2 b2 a3',
    )
  })

  test('goes on with whose turn it is when one joins', () => {
    const queue = queueOf([a, 'a1'], [a, 'a2'], [b, 'b1'], [b, 'b2'])
    expect(queue.take(any)).toBe('a1')
    queue.add(c, 'c1')
    queue.add(a, 'a3')
    expect(rest(queue)).toBe('b1 a2 c1 b2 a3')
  })

  test('passes over what will not do', () => {
    const queue = queueOf([a, 'a1'], [a, 'a2'], [b, 'b1'])
    expect(queue.take((item) => item !== 'a1')).toBe('a2')
    expect(queue.take((item) => item === 'c1')).toBeUndefined()
    expect(rest(queue)).toBe('b1 a1')
  })

  test('has first what is put back', () => {
    const queue = queueOf([a, 'a1'], [b, 'b1'])
    queue.putBack(b, 'b0')
    queue.putBack(c, 'c0')
    expect(rest(queue)).toBe('c0 b0 a1 b1')
  })

  test('forgets what is removed', () => {
    const queue = queueOf([a, 'a1'], [b, 'b1'])
    queue.remove(a, 'a1')
    queue.remove(a, 'a2')
    queue.remove(b, 'b2')
    expect(rest(queue)).toBe('b1')
  })
})
