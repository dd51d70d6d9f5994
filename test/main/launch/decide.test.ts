import { describe, expect, it } from 'vitest'
import { decide, type Decision, type Machine } from '../../../src/main/launch/decide'
import { hasDisplay } from '../../../src/main/launch/display'
import { nodeComplaint } from '../../../src/main/launch/node-version'

const good: Machine = {
  browserAsked: false,
  platform: 'linux',
  display: true,
  superuser: false,
  sandbox: true,
  runtime: true,
}

describe('decide', () => {
  it.each<[string, Partial<Machine>, Decision]>([
    ['opens a window where it can', {}, { shell: 'desktop' }],
    ['fetches what is missing for one', { runtime: false }, { shell: 'desktop-once-fetched' }],
    ['does as asked, without a reason', { browserAsked: true, display: false }, { shell: 'browser' }],
    [
      'lets the superuser have a window on a Mac',
      { platform: 'darwin', superuser: true },
      { shell: 'desktop' },
    ],
    ['asks no sandbox of Windows', { platform: 'win32', sandbox: false }, { shell: 'desktop' }],
  ])('%s', (_what, facts, decision) => {
    expect(decide({ ...good, ...facts })).toEqual(decision)
  })

  it.each<[Partial<Machine>, RegExp]>([
    [{ display: false }, /no display/],
    [{ superuser: true }, /superuser/],
    [{ sandbox: false }, /sandbox/],
    [{ display: false, superuser: true, sandbox: false, runtime: false }, /no display/],
  ])('goes to the browser for %j and says why, without fetching anything', (facts, reason) => {
    expect(decide({ ...good, runtime: false, ...facts })).toEqual({
      shell: 'browser',
      reason: expect.stringMatching(reason),
    })
  })
})

describe('hasDisplay', () => {
  it('looks for X11 and Wayland on Linux only', () => {
    expect(hasDisplay('linux', {})).toBe(false)
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false)
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true)
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasDisplay('darwin', {})).toBe(true)
    expect(hasDisplay('win32', {})).toBe(true)
  })
})

describe('nodeComplaint', () => {
  it.each(['20.20.2', '18.0.0', '22.11.0'])('sends %s to npm start', (version) =>
    expect(nodeComplaint(version)).toContain(`this is ${version}. Run it through npm (npm start)`),
  )
  it.each(['22.12.0', '24.0.1', '100.0.0'])('takes %s', (version) =>
    expect(nodeComplaint(version)).toBeUndefined(),
  )
})
