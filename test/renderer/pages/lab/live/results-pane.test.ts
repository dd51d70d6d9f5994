// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import ResultsPane from '../../../../../src/renderer/pages/lab/live/ResultsPane.vue'
import { resultViews } from '../../../../../src/renderer/pages/lab/live/views'
import { standInLab } from '../../history/lab-double'
import { emptyPlaces, mountIn } from '../../history/mount-page'

const lab = standInLab({ 'maps.prepare': () => null, 'runs.list': () => [] })

it('has maps prepared as soon as the pointer comes to the choice of views, once', async () => {
  const [view] = resultViews
  const nothing = { runs: [], curves: new Map(), parameterNames: [], minima: [], sameObjective: true }
  const pane = mountIn(emptyPlaces(), ResultsPane, {
    ...nothing,
    problem: undefined,
    playhead: undefined,
    view,
  })
  const prepared = (): number => lab.calls.filter(({ name }) => name === 'maps.prepare').length
  const choice = pane.get('[aria-label="Below the pictures"]')
  expect(prepared()).toBe(0)
  await choice.trigger('pointerenter')
  await choice.trigger('pointerenter')
  expect(prepared()).toBe(1)
})
