import { effectScope } from 'vue'
import { expect, onTestFinished, test } from 'vitest'
import { useChartText } from '../../../src/renderer/charts/frame/useChartText'

test('a chart that has just got points no longer says that it has none', () => {
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  scope.run(() => {
    let points = 0
    const { text, update } = useChartText(() => ({
      summary: `${points} points`,
      notes: [],
      empty: points === 0 ? 'No points yet.' : '',
    }))
    update()
    expect(text.value.empty).toBe('No points yet.')
    points = 5
    update()
    expect(text.value).toEqual({ summary: '5 points', notes: [], empty: '' })
  })
})
