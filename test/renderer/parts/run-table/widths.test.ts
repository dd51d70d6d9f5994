import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiddenAtFirst, runColumns, visibleColumns } from '../../../../src/renderer/parts/run-table/columns'
import { columnWidths, fitting, needsOf } from '../../../../src/renderer/parts/run-table/widths'
import { record } from '../../pages/history/records'

/** About what a letter takes in the font of the table. */
const measure = (text: string): number => 6.2 * text.length
/** Beside the rail, the ticks, the menus and a scroll bar. */
const within = (window: number): number => window - 80 - 32 - 34 - 15

const runs = [
  record({
    label: 'Momentum (batch 32)',
    experimentName: 'Linear regression: four ways',
    objectiveLabel: 'Linear regression',
    optimizer: 'gd',
    dialect: 'chapter',
    hyper: { lr: 0.01 },
    batch: 32,
  }),
  record({ objectiveLabel: 'Linear regression', optimizer: 'momentum', hyper: { lr: 0.01, beta: 0.9 } }),
]
const shown = needsOf(visibleColumns(runColumns, hiddenAtFirst, false), runs, measure)
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0)

const widthsAt = (window: number): Record<string, number> => {
  const fit = fitting(shown, within(window))
  const widths = columnWidths(fit, within(window))
  return Object.fromEntries(fit.map(({ column }, index) => [column.id, widths[index]]))
}

describe('the widths of columns', () => {
  it('at 1280 pixels cut neither objective, optimizer with its dialect, nor hyper-parameters', () => {
    const widths = widthsAt(1280)
    expect(widths.objective).toBeGreaterThanOrEqual(measure('Linear regression') + 12)
    expect(widths.optimizer).toBeGreaterThanOrEqual(measure('Gradient descent') + 6 + measure('chapter') + 12)
    expect(widths.settings).toBeGreaterThanOrEqual(measure('lr 0.01, beta 0.9') + 12)
    expect(sum(Object.values(widths))).toBeLessThanOrEqual(within(1280))
  })

  it('leave out what is needed least, and only where there is too little room', () => {
    expect(Object.keys(widthsAt(1280))).not.toContain('duration')
    expect(Object.keys(widthsAt(1280))).toEqual(
      expect.arrayContaining(['batch', 'seed', 'status', 'startedAt']),
    )
    expect(Object.keys(widthsAt(1920))).toEqual(shown.map(({ column }) => column.id))
  })

  it('are at 1920 pixels what every column needs, or more', () => {
    const widths = widthsAt(1920)
    for (const { column, need } of shown) expect(widths[column.id]).toBeGreaterThanOrEqual(need)
  })

  it('stay as they are while a number grows by a digit', () => {
    const [three, four] = [999, 1_000].map((iterations) =>
      needsOf(runColumns, [record({ iterations })], measure),
    )
    expect(four).toEqual(three)
  })

  it('leave the page usable however long a text is', () => {
    const endless = record({ label: 'x'.repeat(1_000), experimentName: 'y'.repeat(1_000), optimizer: 'gd' })
    const needs = needsOf(visibleColumns(runColumns, hiddenAtFirst, false), [endless], measure)
    for (const { need } of needs) expect(need).toBeLessThanOrEqual(260)
  })

  it('are never less than the least, and together no more than there is', () => {
    const least = sum(shown.map(({ column, need }) => (column.grows ? Math.min(column.width, need) : need)))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), (available) => {
        const total = sum(columnWidths(shown, available))
        expect(total).toBeLessThanOrEqual(Math.max(least, available))
        expect(total).toBeGreaterThan(Math.max(least, available) - 3 * shown.length)
      }),
    )
  })
})
