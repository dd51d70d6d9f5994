import { describe, expect, it } from 'vitest'
import { semaphore } from '../../../src/renderer/model/semaphore'

/** Acts that end when told to, and the order in which they began. */
function acts() {
  const begun: string[] = []
  const end = new Map<string, (fail?: Error) => void>()
  const act = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name)
      end.set(name, (fail) => (fail ? reject(fail) : resolve(name)))
    })
  return { begun, act, end: (name: string, fail?: Error) => end.get(name)?.(fail) }
}

describe('semaphore', () => {
  it('let so many be under way, and the others follow in their order', async () => {
    const { begun, act, end } = acts()
    const inTurn = semaphore(2)
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => inTurn(act(name)))
    expect(begun).toEqual(['a', 'b'])
    end('b')
    expect(await b).toBe('b')
    end('a')
    expect(await a).toBe('a')
    await Promise.resolve()
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
    end('d')
    end('c')
    expect([await c, await d]).toEqual(['c', 'd'])
  })

  it('pass on when an act fails', async () => {
    const { begun, act, end } = acts()
    const inTurn = semaphore(1)
    const [a, b] = [inTurn(act('a')), inTurn(act('b'))]
    end('a', new Error('no'))
    await expect(a).rejects.toThrow('no')
    await Promise.resolve()
    expect(begun).toEqual(['a', 'b'])
    end('b')
    await b
    const c = inTurn(act('c'))
    expect(begun).toContain('c')
    end('c')
    await c
  })
})
