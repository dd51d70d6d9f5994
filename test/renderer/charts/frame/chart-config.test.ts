// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { sameLayout, type PlotChart } from '../../../../src/renderer/charts/frame/chart-config'
import type { Scene } from '../../../../src/renderer/charts/frame/scene'

const scene: Scene = {
  title: 'Loss',
  x: { title: 'iteration', scale: 'linear', extent: [0, 100], bounded: true },
  y: { title: 'loss', scale: 'log', extent: [1e-3, 10], fit: () => [1, 2] },
  grid: true,
  legend: [],
}

/** A chart with the given part of x in view; undefined: all of it. */
const chart = (min?: number, max?: number): PlotChart =>
  ({ scales: { x: { options: { min, max } }, y: { options: {} } } }) as unknown as PlotChart

describe('the axes of a chart', () => {
  it('are laid out once for scenes that show the same extents', () => {
    const now: Scene = { ...scene, legend: [], x: { ...scene.x, extent: [0, 100] } }
    expect(sameLayout(scene, now, chart())).toBe(true)
  })

  it.each<[string, Scene]>([
    ['another extent', { ...scene, x: { ...scene.x, extent: [0, 101] } }],
    ['another scale', { ...scene, y: { ...scene.y, scale: 'linear' } }],
    ['another title', { ...scene, y: { ...scene.y, title: 'gradient norm' } }],
    ['room beside them', { ...scene, beside: 60 }],
    ['no grid', { ...scene, grid: false }],
  ])('are laid out anew for %s', (_, now) => {
    expect(sameLayout(scene, now, chart())).toBe(false)
  })

  it('are laid out anew while y follows the part of x in view', () => {
    expect(sameLayout(scene, scene, chart(10, 20))).toBe(false)
  })
})
