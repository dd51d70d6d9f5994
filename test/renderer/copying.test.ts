// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { exactIn } from '../../src/renderer/parts/copying'

test('the exact number of a cell is the one in its title, as programs read it', () => {
  document.body.innerHTML = `<table><tr>
    <td title="−0.012345678901234">−0.01235</td>
    <td><span title="1.25e−7">1.25e−7</span></td>
    <td title="12,345.678">12,350</td>
    <td title="∞">∞</td>
    <td title="converged: in words">Done</td>
    <td>none</td>
  </tr></table><p title="1">1</p>`
  const cells = [...document.querySelectorAll('td')]
  expect(cells.map((cell) => exactIn(cell))).toEqual([
    '-0.012345678901234',
    '1.25e-7',
    '12345.678',
    'Infinity',
    undefined,
    undefined,
  ])
  expect(exactIn(cells[1].firstElementChild)).toBe('1.25e-7')
  expect(exactIn(document.querySelector('p'))).toBeUndefined()
})
