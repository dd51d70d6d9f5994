import { describe, expect, it } from 'vitest'
import {
  hiddenAtFirst,
  runColumns,
  trashColumns,
  visibleColumns,
} from '../../../../src/renderer/parts/run-table/columns'
import { record } from '../../pages/history/records'

const cell = (id: string, run = record()) => runColumns.find((column) => column.id === id)?.cell(run)
const idsOf = (columns: typeof runColumns) => columns.map(({ id }) => id)

describe('columns', () => {
  it('show rounded numbers and tell the exact ones', () => {
    expect(cell('finalLoss', record({ finalLoss: 0.123456789 }))).toEqual({
      text: '0.1235',
      title: '0.123456789',
    })
  })

  it('tell a loss that is no number from none yet', () => {
    expect(cell('finalLoss', record({ finalLoss: NaN, status: 'diverged' }))?.text).toBe('NaN')
    expect(cell('finalLoss', record({ finalLoss: NaN, status: 'queued' }))?.text).toBe('–')
  })

  it('count evaluations, kind by kind on hovering, where they were counted', () => {
    const search = record({ valueEvaluations: 2_500, gradientEvaluations: 1_000 })
    expect(cell('evaluations', search)).toEqual({ text: '3,500', title: '2,500 values, 1,000 gradients' })
    expect(cell('evaluations', record({ batch: 10, gradientEvaluations: 7.25 }))).toEqual({
      text: '7.25',
      title: '7.25 gradients; a batch counts as its share of the rows',
    })
    const before = { valueEvaluations: null, gradientEvaluations: null, hessianEvaluations: null }
    expect(cell('evaluations', record(before))).toEqual({
      text: '–',
      title: 'This run was made before evaluations were counted',
    })
  })

  it('tell the note and the whole label on hovering the run', () => {
    expect(cell('label', record({ label: 'Adam', note: 'Overshoots' }))?.title).toBe('Adam\nOvershoots')
  })

  it('always keep the run, and leave the experiment to the headings of launches', () => {
    expect(idsOf(visibleColumns(runColumns, [...idsOf(runColumns)], false))).toEqual(['label'])
    expect(idsOf(visibleColumns(runColumns, hiddenAtFirst, false))).toContain('experiment')
    expect(idsOf(visibleColumns(runColumns, hiddenAtFirst, true))).not.toContain('experiment')
    expect(hiddenAtFirst).toEqual(['evaluations', 'bestIteration', 'note'])
  })

  it('at first need no more than a window of 1280 pixels has beside the rail, ticks, menus and a scrollbar', () => {
    const shown = visibleColumns(runColumns, hiddenAtFirst, false)
    const least = shown.reduce((sum, { width }) => sum + width, 0)
    expect(least).toBeLessThanOrEqual(1280 - 80 - 32 - 34 - 15)
  })

  it('say in the trash when a run was put there', () => {
    expect(idsOf(trashColumns)).toContain('trashedAt')
    expect(idsOf(trashColumns)).not.toContain('startedAt')
  })

  it('sum a launch up: its experiment, its best run, all of its time', () => {
    const runs = [
      record({ id: 2, bestLoss: 2, duration: 1_000, optimizer: 'gd' }),
      record({ id: 1, bestLoss: 1, duration: 2_000, label: 'Winner' }),
    ]
    const heading = (id: string) => runColumns.find((column) => column.id === id)?.heading?.(runs)
    expect(heading('label')?.text).toBe('GD against Adam')
    expect(heading('bestLoss')).toEqual({ text: '1', title: 'Winner: 1' })
    expect(heading('duration')?.text).toBe('3.0 s')
    expect(heading('optimizer')?.text).toBe('2 optimizers')
    expect(heading('objective')?.text).toBe('Rosenbrock')
  })
})
