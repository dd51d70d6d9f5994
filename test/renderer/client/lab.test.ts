import { afterEach, describe, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import type { CallName, CallResult, LabBridge } from '../../../src/main/contract'
import type * as Door from '../../../src/renderer/client/lab'

const asked: [CallName, unknown][] = []

/** The door over a bridge that can carry only what can be cloned, like the desktop's. */
async function doorOver(result: CallResult): Promise<typeof Door> {
  const bridge: LabBridge = {
    async call(name, input) {
      asked.push([name, structuredClone(input)])
      return structuredClone(result)
    },
    on: () => () => {},
  }
  vi.stubGlobal('window', { lab: bridge })
  vi.resetModules()
  return import('../../../src/renderer/client/lab')
}

afterEach(() => {
  asked.length = 0
  vi.unstubAllGlobals()
})

describe('the door to the lab', () => {
  it('gives the value of a call', async () => {
    const { call } = await doorOver({ ok: true, value: [] })
    expect(await call('runs.list', {})).toEqual([])
  })

  it('rejects with what the lab said', async () => {
    const issues = [{ path: 'runs', message: 'is missing' }]
    const { call, LabError } = await doorOver({
      ok: false,
      error: { kind: 'invalid', message: 'no', issues },
    })
    const error = await call('runs.start', { experiment: {} }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LabError)
    expect(error).toMatchObject({ name: 'LabError', kind: 'invalid', message: 'no', issues })
  })

  it('takes reactive documents, of which the lab gets the bare values', async () => {
    const { call } = await doorOver({ ok: true, value: null })
    const table = { target: new Float64Array([1, NaN]) }
    const experiment = reactive({ runs: [{ hyper: { lr: -0 } }], start: [NaN, 2], note: undefined, table })
    await call('runs.start', { experiment })
    expect(asked).toStrictEqual([
      [
        'runs.start',
        { experiment: { runs: [{ hyper: { lr: -0 } }], start: [NaN, 2], note: undefined, table } },
      ],
    ])
  })

  it('is always connected on the desktop', async () => {
    const { onConnection } = await doorOver({ ok: true, value: null })
    const heard: boolean[] = []
    onConnection((connected) => heard.push(connected))
    expect(heard).toEqual([true])
  })
})
