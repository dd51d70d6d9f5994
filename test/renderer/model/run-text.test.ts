import { describe, expect, it } from 'vitest'
import { settingsInFull, settingsText } from '../../../src/renderer/model/run-text'
import { record } from '../pages/history/records'

describe('hyper-parameters as text', () => {
  it('keeps their order and their exact values', () => {
    expect(settingsText(record())).toBe('lr 0.01, beta1 0.9, beta2 0.9, eps 1e-6')
  })

  it('adds a schedule only where it changes the learning rate', () => {
    const hyper = { lr: 0.1 }
    const step = { id: 'step', warmup: 10, every: 50, factor: 0.5 }
    expect(settingsText(record({ hyper, schedule: step }))).toBe(
      'lr 0.1, schedule step, every 50, factor 0.5, warmup 10',
    )
    expect(settingsText(record({ hyper, schedule: { id: 'constant', warmup: 5 } }))).toBe('lr 0.1, warmup 5')
  })

  it('spells names out as the form does, and survives a method it does not know', () => {
    expect(settingsInFull(record())).toContain('Learning rate (lr): 0.01')
    expect(settingsInFull(record({ optimizer: 'from-the-future', hyper: { zeta: 2 } }))).toBe('zeta: 2')
    expect(settingsInFull(record({ hyper: {} }))).toBe('No hyper-parameters')
  })
})
