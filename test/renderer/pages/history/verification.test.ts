// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { Verification } from '../../../../src/main/contract'
import { rowMenu, type RowDoings } from '../../../../src/renderer/pages/history/menus'
import RunVerification from '../../../../src/renderer/pages/history/RunVerification.vue'
import { canVerify, useVerifications } from '../../../../src/renderer/pages/history/verification'
import { refusal, standInLab } from './lab-double'
import { emptyPlaces, mountIn } from './mount-page'
import { record } from './records'

const verdict = (given: Partial<Verification> = {}): Verification => ({
  run: 1,
  label: 'Adam',
  same: true,
  verdict: { kind: 'same', values: { values: 4_004, points: 1_001 } },
  recorded: 'a'.repeat(64),
  found: 'a'.repeat(64),
  ...given,
})

const lab = standInLab({})

describe('a run that is verified', () => {
  const shown = (id: number) => mountIn(emptyPlaces(), RunVerification, { run: record({ id }) })
  beforeEach(() => lab.answer('runs.verify', ({ run }) => verdict({ run })))
  afterEach(() => (document.body.innerHTML = ''))

  it('says that it works, and then that the numbers are the same, with their hash', async () => {
    const panel = shown(1)
    expect(panel.text()).toBe('')
    const done = useVerifications().verify({ id: 1 })
    await nextTick()
    expect(panel.text()).toContain('Running it once more')
    await done
    await nextTick()
    expect(panel.text()).toContain('The same numbers')
    expect(panel.text()).toContain('All 4,004 values of 1,001 points came out the same, bit for bit.')
    expect(panel.get('code').text()).toBe('a'.repeat(64))
  })

  it('says where the first difference is, with both hashes', async () => {
    const values = { series: 'loss', iteration: 7_000, stored: -0, found: 1.25 }
    const difference = { kind: 'value-differs', values } as const
    lab.answer('runs.verify', () => verdict({ same: false, verdict: difference, found: 'b'.repeat(64) }))
    const panel = shown(2)
    await useVerifications().verify({ id: 2 })
    await nextTick()
    expect(panel.text()).toContain('Not the same numbers')
    expect(panel.text()).toContain('Loss differs first at iteration 7,000: −0 was stored, 1.25 came out now.')
    expect(panel.findAll('code').map((code) => code.text()[0])).toEqual(['a', 'b'])
  })

  it('says why it could not be', async () => {
    lab.answer('runs.verify', () => {
      throw refusal('the repetition failed: out of memory')
    })
    const panel = shown(3)
    await useVerifications().verify({ id: 3 })
    await nextTick()
    expect(panel.text()).toContain('It could not be verified')
    expect(panel.text()).toContain('The repetition failed: out of memory.')
  })

  it('is asked for once at a time', async () => {
    const { verify } = useVerifications()
    await Promise.all([verify({ id: 4 }), verify({ id: 4 })])
    const asked = lab.calls.filter(({ input }) => JSON.stringify(input) === '{"run":4}')
    expect(asked).toHaveLength(1)
  })

  it('has ended, and has points to compare', () => {
    expect(canVerify(record())).toBe(true)
    expect(canVerify(record({ status: 'running' }))).toBe(false)
    expect(canVerify(record({ points: 0 }))).toBe(false)
    const item = (given: Parameters<typeof record>[0]) =>
      rowMenu(record(given), {} as RowDoings, [])
        .flat()
        .find(({ label }) => label === 'Verify')
    expect([item({})?.disabled, item({ status: 'paused' })?.disabled]).toEqual([false, true])
  })
})
