// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { lineFit } from '@core/objectives/regression/linear-regression'
import ContourChart from '../../../src/renderer/charts/ContourChart.vue'
import CurveChart from '../../../src/renderer/charts/CurveChart.vue'
import FitChart from '../../../src/renderer/charts/FitChart.vue'
import FunctionChart from '../../../src/renderer/charts/FunctionChart.vue'
import type { CurveView } from '../../../src/renderer/model/chart-data'

// This page has no canvas; what is drawn is looked at in a real browser.

const curve = (key: string, style: number): CurveView => ({
  key,
  label: key.toUpperCase(),
  style,
  x: Float64Array.of(0, 1, 2),
  y: Float64Array.of(3, 2, 1),
})

async function openTable(wrapper: ReturnType<typeof mount>): Promise<void> {
  const details = wrapper.get('details')
  details.element.open = true
  await details.trigger('toggle')
}

describe('CurveChart', () => {
  const curves = [curve('gd', 0), curve('adam', 1)]

  it('has a legend of real buttons that say whether their curve is shown', async () => {
    const wrapper = mount(CurveChart, { props: { title: 'Loss', curves } })
    const [gd, adam] = wrapper.findAll('ul button')
    expect([gd.text(), adam.text()]).toEqual(['GD', 'ADAM'])
    expect(gd.attributes('aria-pressed')).toBe('true')
    await gd.trigger('click')
    expect(gd.attributes('aria-pressed')).toBe('false')
    await gd.trigger('click')
    expect(gd.attributes('aria-pressed')).toBe('true')
  })

  it('tells runs apart by dash and marker, not by colour alone', () => {
    const wrapper = mount(CurveChart, { props: { title: 'Loss', curves } })
    const samples = wrapper.findAll('ul button svg')
    expect(samples[0].get('line').attributes('stroke-dasharray')).not.toBe(
      samples[1].get('line').attributes('stroke-dasharray'),
    )
    expect(samples[0].get('path').attributes('d')).not.toBe(samples[1].get('path').attributes('d'))
  })

  it('says that a run diverged', () => {
    const wrapper = mount(CurveChart, {
      props: { title: 'Loss', curves: [{ ...curve('gd', 0), diverged: true }] },
    })
    expect(wrapper.get('ul button').text()).toBe('GD (diverged)')
  })

  it('is an image with a text, and can be reached from the keyboard', () => {
    const wrapper = mount(CurveChart, { props: { title: 'Loss', curves } })
    const canvas = wrapper.get('canvas[role=img]')
    expect(canvas.attributes('aria-label')).toContain('ADAM: from 3 to 1 at iteration 2, lowest 1')
    expect(canvas.attributes('tabindex')).toBe('0')
  })

  it('makes the table when it is opened', async () => {
    const wrapper = mount(CurveChart, { props: { title: 'Loss', curves } })
    expect(wrapper.find('table').exists()).toBe(false)
    await openTable(wrapper)
    expect(wrapper.findAll('tbody tr').map((row) => row.get('th').text())).toEqual(['GD', 'ADAM'])
  })

  it('keeps legend buttons as they are while the curves grow', async () => {
    const wrapper = mount(CurveChart, { props: { title: 'Loss', curves } })
    const before = wrapper.get('ul button').element
    await wrapper.setProps({
      curves: curves.map((view) => ({ ...view, x: Float64Array.of(0), y: Float64Array.of(1) })),
    })
    expect(wrapper.get('ul button').element).toBe(before)
  })
})

describe('the other charts', () => {
  const paths = [
    {
      key: 'gd',
      label: 'GD',
      style: 0,
      x: Float64Array.of(0, 1),
      theta: [Float64Array.of(2, 1), Float64Array.of(4, 3)],
    },
  ]

  it('name start and minimum in their legend, which are no buttons', () => {
    const wrapper = mount(ContourChart, {
      props: {
        title: 'Bowl',
        value: ([x, y]: Float64Array) => x * x + y * y,
        domain: [
          [-5, 5],
          [-5, 5],
        ],
        minima: [{ theta: [0, 0], value: 0 }],
        start: [2, 4],
        paths,
      },
    })
    expect(wrapper.findAll('ul li').map((entry) => entry.text())).toEqual(['GD', 'Start', 'Minimum'])
    expect(wrapper.findAll('ul button').length).toBe(1)
  })

  it('name starts that were drawn as several', async () => {
    const wrapper = mount(FunctionChart, {
      props: {
        title: 'Square',
        value: ([x]: Float64Array) => x * x,
        domain: [[-5, 5]],
        drawnStarts: [[1], [-2]],
      },
    })
    const entries = () => wrapper.findAll('ul li').map((entry) => entry.text())
    expect(entries()).toEqual(['Starts'])
    await wrapper.setProps({ drawnStarts: [[1]] })
    expect(entries()).toEqual(['Start'])
    await wrapper.setProps({ start: [3] })
    expect(entries()).toEqual(['Start'])
  })

  it('give the value at the playhead in their table', async () => {
    const wrapper = mount(FunctionChart, {
      props: { title: 'Square', value: ([x]: Float64Array) => x * x, domain: [[-5, 5]], paths, playhead: 0 },
    })
    await openTable(wrapper)
    const lastCell = (): string => wrapper.findAll('tbody td').at(-1)?.text() ?? ''
    expect(lastCell()).toBe('4')
    await wrapper.setProps({ playhead: 1 })
    await nextTick()
    expect(lastCell()).toBe('1')
  })

  const table = {
    featureNames: ['x'],
    targetName: 'y',
    features: [Float64Array.of(1, 2)],
    target: Float64Array.of(3, 5),
  }

  it('show the least-squares line beside the fitted ones', async () => {
    const wrapper = mount(FitChart, {
      props: {
        title: 'Fit',
        table,
        paths,
        fit: lineFit,
        parameterNames: ['w (x)', 'b'],
        best: [2, 1],
      },
    })
    await openTable(wrapper)
    expect(wrapper.findAll('tbody tr').map((row) => row.text())).toEqual([
      'GD130.50.7071',
      'Least squares2110',
    ])
  })

  it('say of how many rows a fit is drawn', () => {
    const wrapper = mount(FitChart, {
      props: {
        title: 'Fit',
        table: { ...table, sample: { rows: 1_000_000, index: Float64Array.of(4, 9) } },
        fit: lineFit,
        parameterNames: ['w (x)', 'b'],
      },
    })
    expect(wrapper.text()).toContain('Drawn from 2 of 1,000,000 rows; the fits use them all.')
    expect(wrapper.html()).toContain('Fit: 1,000,000 rows of data.')
  })

  it('refuse a picture before they show, in words', async () => {
    const wrapper = mount(FitChart, {
      props: {
        title: 'Fit',
        table,
        fit: lineFit,
        parameterNames: ['w (x)', 'b'],
      },
    })
    await expect(
      wrapper.vm.toPicture({ format: 'png', scale: 2, caption: '', whole: false }),
    ).rejects.toThrow(/not on the page/)
  })
})
