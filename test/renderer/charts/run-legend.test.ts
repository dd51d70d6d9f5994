// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, provide, ref } from 'vue'
import { lineFit } from '@core/objectives/regression/linear-regression'
import CurveChart from '../../../src/renderer/charts/CurveChart.vue'
import FitChart from '../../../src/renderer/charts/FitChart.vue'
import { legendElsewhere } from '../../../src/renderer/charts/frame/legend-place'
import { useRunLegend, type RunLegend } from '../../../src/renderer/charts/useRunLegend'
import type { CurveView, PathView } from '../../../src/renderer/model/chart-data'
import { runStyle } from '../../../src/renderer/model/palette'
import { createRunVisibility, provideRunVisibility } from '../../../src/renderer/model/run-visibility'

const x = Float64Array.of(0, 1, 2)
const curves = ['gd', 'adam'].map((key, style): CurveView => ({ key, label: key, style, x, y: x }))
const paths = ['gd', 'adam'].map((key, style): PathView => ({ key, label: key, style, x, theta: [x, x] }))

/** A screen with a curve and a fit of the same runs. */
function mountScreen({ legendInTable = false } = {}) {
  const visibility = createRunVisibility()
  const inTable = ref(legendInTable)
  const table = { featureNames: ['x'], targetName: 'y', features: [x], target: x }
  const fit = { table, fit: lineFit, parameterNames: ['w', 'b'], best: [1, 0], paths }
  const screen = defineComponent(() => {
    provideRunVisibility(visibility)
    provide(legendElsewhere, () => inTable.value)
    return () => [h(CurveChart, { title: 'Loss', curves }), h(FitChart, { title: 'Fit', ...fit })]
  })
  return { wrapper: mount(screen), visibility, inTable }
}

describe('the legend of a screen', () => {
  it('hides a run in all charts at once', async () => {
    const { wrapper } = mountScreen()
    const pressed = () => wrapper.findAll('ul button').map((button) => button.attributes('aria-pressed'))
    expect(pressed()).toEqual(['true', 'true', 'true', 'true'])
    await wrapper.get('ul button').trigger('click')
    expect(pressed()).toEqual(['false', 'true', 'false', 'true'])
    await wrapper.findAll('ul button')[2].trigger('click')
    expect(pressed()).toEqual(['true', 'true', 'true', 'true'])
  })

  it('says which run the pointer or the focus is on, and that it has left', async () => {
    const { wrapper, visibility } = mountScreen()
    const entry = wrapper.findAll('ul li')[1]
    for (const [enter, leave] of [
      ['pointerenter', 'pointerleave'],
      ['focusin', 'focusout'],
    ]) {
      await entry.trigger(enter)
      expect(visibility.lit.value).toBe('adam')
      await entry.trigger(leave)
      expect(visibility.lit.value).toBeUndefined()
    }
  })

  it('is nowhere in the charts while the table has it; marks keep their names', async () => {
    const { wrapper, inTable } = mountScreen({ legendInTable: true })
    expect(wrapper.findAll('ul button')).toHaveLength(0)
    expect(wrapper.findAll('ul').map((list) => list.text())).toEqual([lineFit.bestLabel])
    inTable.value = false
    await nextTick()
    expect(wrapper.findAll('ul button')).toHaveLength(4)
  })
})

describe('useRunLegend', () => {
  function mountLegend() {
    const visibility = createRunVisibility()
    let legend: RunLegend<CurveView> | undefined
    const chart = defineComponent(() => {
      legend = useRunLegend(() => curves, ref(false))
      return () => h('i')
    })
    mount(
      defineComponent(() => {
        provideRunVisibility(visibility)
        return () => h(chart)
      }),
    )
    if (!legend) throw new Error('not mounted')
    return { visibility, legend }
  }
  const colours = (legend: RunLegend<CurveView>) =>
    legend.drawn.value.map(({ view, style }) => [view.key, style.color])
  const [gd, adam] = [0, 1].map((index) => runStyle(index, false).color)

  it('draws a run that is lit above the others, and those pale', () => {
    const { visibility, legend } = mountLegend()
    expect(colours(legend)).toEqual([
      ['gd', gd],
      ['adam', adam],
    ])
    visibility.light('gd')
    const [[under, pale], above] = colours(legend)
    expect(above).toEqual(['gd', gd])
    expect(under).toBe('adam')
    expect(pale).toMatch(/^#[\da-f]{6}$/)
    expect(pale).not.toBe(adam)
  })

  it('pales nothing for a run that it does not show', () => {
    const { visibility, legend } = mountLegend()
    visibility.light('elsewhere')
    expect(colours(legend)[1]).toEqual(['adam', adam])
    visibility.light('gd')
    visibility.toggle('gd')
    expect(colours(legend)).toEqual([['adam', adam]])
  })
})
