import { describe, expect, test } from 'vitest'
import { experiment, freshFile, openedWell } from './support/fixtures'

describe('a transaction', () => {
  const names = (store: ReturnType<typeof openedWell>): readonly string[] =>
    store.experiments.list({ trash: false }).map(({ name }) => name)
  const save = (store: ReturnType<typeof openedWell>, name: string) =>
    store.experiments.save({ document: experiment(name) })

  test('gives back what its work gives', () => {
    expect(openedWell({ file: freshFile() }).transaction(() => 7)).toBe(7)
  })

  test('that throws stores nothing, and passes the error on as it is', () => {
    const store = openedWell({ file: freshFile() })
    const error = new Error('no')
    let caught: unknown
    try {
      store.transaction(() => {
        save(store, 'A')
        throw error
      })
    } catch (thrown) {
      caught = thrown
    }
    expect(caught).toBe(error)
    expect(names(store)).toEqual([])
    save(store, 'B')
    expect(names(store)).toEqual(['B'])
  })

  test('inside another that throws stores nothing', () => {
    const store = openedWell({ file: freshFile() })
    expect(() =>
      store.transaction(() => {
        store.transaction(() => save(store, 'inner'))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(names(store)).toEqual([])
  })

  test('that throws inside another takes back its own work only', () => {
    const store = openedWell({ file: freshFile() })
    store.transaction(() => {
      save(store, 'outer')
      expect(() =>
        store.transaction(() => {
          save(store, 'inner')
          throw new Error('no')
        }),
      ).toThrow('no')
    })
    expect(names(store)).toEqual(['outer'])
  })

  test('is not seen by another store on the same file until it is through', () => {
    const file = freshFile()
    const [writer, reader] = [openedWell({ file }), openedWell({ file })]
    writer.transaction(() => {
      save(writer, 'A')
      expect(names(reader)).toEqual([])
    })
    expect(names(reader)).toEqual(['A'])
  })

  test('cut short by the store being closed later on, the file is sound', () => {
    const file = freshFile()
    const store = openedWell({ file })
    save(store, 'A')
    store.checkpoint()
    store.close()
    expect(() => store.experiments.list({ trash: false })).toThrow(/not open/)
    expect(names(openedWell({ file }))).toEqual(['A'])
  })
})
