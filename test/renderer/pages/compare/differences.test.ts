import { describe, expect, it } from 'vitest'
import { settingRows } from '../../../../src/renderer/pages/compare/differences'
import { detail, experiment } from '../history/records'

const row = (rows: ReturnType<typeof settingRows>, name: string) => rows.find((one) => one.name === name)

describe('settings side by side', () => {
  const gd = detail(experiment(), 0)
  const adam = detail(experiment(), 1)

  it('tell what differs from what does not', () => {
    const rows = settingRows([gd, adam])
    expect(row(rows, 'optimizer')).toEqual({ name: 'optimizer', values: ['gd', 'adam'], differs: true })
    expect(row(rows, 'objective.id')).toMatchObject({ values: ['rosenbrock', 'rosenbrock'], differs: false })
    expect(row(rows, 'hyper.beta1')).toMatchObject({ values: [undefined, '0.9'], differs: true })
  })

  it('leave out what decides nothing: ids, labels, notes, times', () => {
    const rows = settingRows([gd, { ...gd, id: 9, label: 'x', note: 'y', startedAt: 1, experimentName: 'z' }])
    expect(rows.filter(({ differs }) => differs)).toEqual([])
  })

  it('keep what belongs together in one place', () => {
    const names = settingRows([gd, adam]).map(({ name }) => name)
    const hyper = names.map((name, index) => (name.startsWith('hyper.') ? index : -1)).filter((at) => at >= 0)
    expect(hyper).toEqual(hyper.map((_, index) => hyper[0] + index))
  })

  it('see a difference in data too long to spell out', () => {
    const inline = (last: number) => {
      const x = Array.from({ length: 40 }, (_, index) => [index])
      const data = { source: 'inline', x, y: x.map(([value]) => (value === 39 ? last : value)) }
      return detail(experiment({ objective: { id: 'linear-regression', data } }))
    }
    const rows = settingRows([inline(1), inline(2)])
    expect(row(rows, 'objective.data.y')?.differs).toBe(true)
    expect(row(rows, 'objective.data.x')?.differs).toBe(false)
    expect(row(rows, 'objective.data.y')?.values[0]).toMatch(/^40 entries/)
  })
})
