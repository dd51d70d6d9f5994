// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import type { Reached } from '../../../../src/renderer/model/target'
import CompareTable from '../../../../src/renderer/pages/compare/CompareTable.vue'
import { emptyPlaces, mountIn } from '../history/mount-page'
import { detail, experiment } from '../history/records'

const whole = experiment()
const details = [
  detail(whole, 0, { id: 1, label: 'GD', bestLoss: 3 }),
  detail(whole, 1, { id: 2, label: 'Adam', bestLoss: 2 }),
]
/** With all of its rows, which come up a few a task. */
async function show(of = details, reached?: ReadonlyMap<number, Reached>) {
  const table = mountIn(emptyPlaces(), CompareTable, {
    compared: of.map((run, style) => ({ run, label: run.label, style })),
    details: of,
    reached,
    target: undefined,
  })
  await vi.waitFor(() => expect(table.findAll('tbody tr:not(:has(th))')).toEqual([]))
  return table
}
const row = (table: Awaited<ReturnType<typeof show>>, name: string): string[] | undefined =>
  table
    .findAll('tbody tr')
    .find((one) => one.find('th').text() === name)
    ?.findAll('td')
    .map((cell) => cell.text().replace(/\s+/g, ' '))

describe('runs side by side', () => {
  it('say which loss is the lowest, in words too', async () => {
    expect(row(await show(), 'Best loss')).toEqual(['3', '2 , the lowest'])
  })

  it('say what a prize is for', async () => {
    const reached = new Map([
      [1, { iteration: 9, after: 8, evaluations: 9 }],
      [2, { iteration: 4, after: 3, evaluations: 30 }],
    ])
    const table = await show(details, reached)
    expect(row(table, 'Iterations to target')).toEqual(['9', '4 , the fewest iterations'])
    expect(row(table, 'Evaluations to target')).toEqual(['9 , the fewest evaluations', '30'])
  })

  it('show the settings that differ, and the others when asked', async () => {
    const table = await show()
    expect(row(table, 'optimizer')).toEqual(['gd', 'adam'])
    expect(row(table, 'hyper.beta1')).toEqual(['–', '0.9'])
    expect(row(table, 'objective.id')).toBeUndefined()
    await table.get('[role="switch"]').trigger('click')
    expect(row(table, 'objective.id')).toEqual(['rosenbrock', 'rosenbrock'])
  })

  it('crown nobody where the objectives differ, and say so', async () => {
    const other = experiment({ objective: { id: 'beale' } })
    const table = await show([details[0], detail(other, 1, { id: 3, bestLoss: 2 })])
    expect(row(table, 'Best loss')).toEqual(['3', '2'])
    expect(table.text()).toContain('These runs minimise different objectives')
    expect((await show()).text()).not.toContain('different objectives')
  })

  it('can be taken out one by one', async () => {
    const table = await show()
    await table.get('[aria-label="Take Adam out of the comparison"]').trigger('click')
    expect(table.emitted('remove')).toEqual([[2]])
  })
})
