// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runColumns } from '../../../../src/renderer/parts/run-table/columns'
import { groupRows, runRow } from '../../../../src/renderer/parts/run-table/rows'
import RunTable from '../../../../src/renderer/parts/run-table/RunTable.vue'
import { noSelection, type Selection } from '../../../../src/renderer/parts/run-table/selection'
import { emptyPlaces, mountIn } from './mount-page'
import { record } from './records'

const runs = Array.from({ length: 8 }, (_, index) =>
  record({ id: 8 - index, launch: index < 3 ? 2 : 1, label: `Run ${8 - index}` }),
)
const order = runs.map((run) => run.id)

let table: VueWrapper
afterEach(() => table.unmount())

/** The table with its selection looked after, as a page would. */
function show(given: Record<string, unknown> = {}): VueWrapper {
  table = mountIn(emptyPlaces(), RunTable, {
    rows: runs.map((run) => runRow(run)),
    columns: runColumns,
    sorting: [{ id: 'bestLoss', desc: true }],
    order,
    caption: 'Runs',
    withMenu: true,
    selection: noSelection,
    'onUpdate:selection': (selection: Selection) => void table.setProps({ selection }),
    ...given,
  })
  return table
}
const tick = (run: number) => table.get(`[aria-label="Select Run ${run}, run ${run}"]`)
const ticked = (): number[] =>
  [...(table.props() as { selection: Selection }).selection.ids].sort((a, b) => a - b)
const focused = (): string | null | undefined => document.activeElement?.textContent?.trim()
const move = (by: 1 | -1, ticking: boolean): void => {
  ;(table.vm as unknown as { move(by: number, ticking: boolean): void }).move(by, ticking)
}

describe('the table of runs', () => {
  it('tells assistive technology how it is sorted and how long it is', () => {
    show()
    const sorts = table.findAll('th[aria-sort]').map((th) => [th.text(), th.attributes('aria-sort')])
    expect(sorts).toContainEqual(['Best loss', 'descending'])
    expect(sorts.filter(([, sort]) => sort !== 'none')).toHaveLength(1)
    expect(table.get('table').attributes('aria-rowcount')).toBe('9')
    expect(table.findAll('tbody [aria-rowindex]').map((row) => row.attributes('aria-rowindex'))).toContain(
      '2',
    )
  })

  it('asks for a column to be sorted, with Shift after the others', async () => {
    show()
    const heading = table.findAll('th button').find((button) => button.text() === 'Seed')
    await heading?.trigger('click')
    await heading?.trigger('click', { shiftKey: true })
    expect(table.emitted('sort')?.map(([column, more]) => [(column as { id: string }).id, more])).toEqual([
      ['seed', false],
      ['seed', true],
    ])
  })

  it('ticks one run, and with Shift all up to another', async () => {
    show()
    await tick(7).trigger('click')
    expect(ticked()).toEqual([7])
    await tick(4).trigger('click', { shiftKey: true })
    expect(ticked()).toEqual([4, 5, 6, 7])
    expect(tick(5).attributes('aria-checked')).toBe('true')
    expect(table.get('[aria-label="Select all runs shown"]').attributes('aria-checked')).toBe('mixed')
  })

  it('ticks and unticks all', async () => {
    show()
    const all = table.get('[aria-label="Select all runs shown"]')
    await all.trigger('click')
    expect(ticked()).toEqual([...order].reverse())
    await all.trigger('click')
    expect(ticked()).toEqual([])
  })

  it('ticks a whole launch, folded away or not', async () => {
    show({ rows: groupRows(runs, new Set([2])) })
    expect(table.findAll('tbody [data-role="open"]').map((row) => row.text())).toEqual([
      'GD against Adam(3)',
      'GD against Adam(5)',
      'Run 5',
      'Run 4',
      'Run 3',
      'Run 2',
      'Run 1',
    ])
    await table.findAll('[aria-label="Select all of GD against Adam"]')[0].trigger('click')
    expect(ticked()).toEqual([6, 7, 8])
    await table.findAll('tbody [data-role="open"]')[0].trigger('click')
    expect(table.emitted('fold')).toEqual([[2]])
  })

  it('moves the focus from run to run, and ticks on the way with Shift', async () => {
    show()
    move(1, false)
    await vi.waitFor(() => expect(focused()).toBe('Run 8'))
    move(1, false)
    await vi.waitFor(() => expect(focused()).toBe('Run 7'))
    move(1, true)
    await vi.waitFor(() => expect(focused()).toBe('Run 6'))
    expect(ticked()).toEqual([6, 7])
    move(-1, false)
    await vi.waitFor(() => expect(focused()).toBe('Run 7'))
  })

  it('opens a run and its menu, by the button and by the right button of the mouse', async () => {
    show()
    await table.findAll('[data-role="open"]')[1].trigger('click')
    expect(table.emitted('open')?.[0]).toEqual([runs[1]])
    await table.get('[aria-label="Actions for Run 7, run 7"]').trigger('click')
    await table.findAll('tbody td')[3].trigger('contextmenu')
    const [byButton, byMouse] = table.emitted('menu') ?? []
    expect(byButton?.slice(0, 1)).toEqual([runs[1]])
    expect(byButton?.[2]).toBeUndefined()
    expect(byMouse?.[0]).toBe(runs[0])
    expect(byMouse?.[2]).toBeInstanceOf(MouseEvent)
  })
})
