import { expect, test } from 'vitest'
import { numpyText, plainLines } from '@core/arithmetic/code'
import { updateAfter } from '@core/arithmetic/update'
import { descend } from '@core/descend'
import { noStops, planWith } from '../../support/experiments'
import { inPython, pythonWith } from '../../support/python'
import { subjects, type Subject } from '../optimizers/drive'

const python = pythonWith('numpy')

function updateOf({ optimizer, dialectId }: Subject) {
  const runs = [{ optimizer: optimizer.id, dialect: dialectId }]
  const plan = planWith({ objective: { id: 'rosenbrock' }, iterations: 20, runs, stop: noStops })
  const descent = descend(plan)
  for (let updates = 0; updates < 3; updates++) descent.positions.next()
  return updateAfter(plan, descent.save(), [0, 1])
}

test('a scheduled learning rate is copied as its base times its factor', () => {
  const runs = [
    { optimizer: 'gd', hyper: { lr: 0.1 }, schedule: { id: 'step', every: 2, gamma: 0.3, warmup: 2 } },
  ]
  const plan = planWith({ objective: { id: 'square' }, iterations: 20, runs, stop: noStops })
  const descent = descend(plan)
  const saved = [descent.save()]
  for (let updates = 0; updates < 5; updates++) saved.push((descent.positions.next(), descent.save()))
  const [ramp, after] = [saved[1], saved[5]].map((state) => updateAfter(plan, state, [0]))
  expect(ramp.schedule).toEqual({ id: 'step', warmsUp: true, u: 0, base: 0.1, factor: 1 / 3 })
  expect(after.schedule).toEqual({ id: 'step', warmsUp: false, u: 2, base: 0.1, factor: 0.3 })
  expect(numpyText('SGD', plan.dialect, after)).toContain('\nlr = 0.1 * 0.3 ')
  expect(plainLines(plan.dialect, after, 0)[0]).toBe('lr = 0.1 * 0.3 = 0.03 (schedule: step)')
})

/** Python's own powers may differ from ours in the last bit. */
const nearly = (text: string): string =>
  text.replace(/assert np\.array_equal\((.*), equal_nan=True\)/, 'assert np.allclose($1, rtol=1e-14, atol=0)')

test.skipIf(!python)('what is copied as NumPy runs, and comes to the same parameters', () => {
  const texts = subjects.map((subject) => nearly(numpyText(subject.name, subject.dialect, updateOf(subject))))
  const script = `import sys, json, io, contextlib
done = 0
for text in json.loads(sys.argv[1]):
  with contextlib.redirect_stdout(io.StringIO()):
    exec(text, {})
  done += 1
print(done)`
  expect(inPython(python ?? '', script, JSON.stringify(texts))).toBe(subjects.length)
})

test('what is copied as text ends on the parameter, with every number put in', () => {
  for (const subject of subjects) {
    const values = updateOf(subject)
    const lines = plainLines(subject.dialect, values, 1)
    const { theta } = values.after
    expect(lines.at(-1) ?? lines.join()).toContain(' = ')
    expect(
      lines.some(
        (line) =>
          line.startsWith('theta = ') && line.endsWith(` = ${typeof theta === 'number' ? theta : theta[1]}`),
      ),
    ).toBe(true)
    for (const line of lines)
      expect(line.replace(/^\w+ = /, '')).not.toMatch(/\b(?:theta|gradient|lr|beta1|eps)\b/)
  }
})
