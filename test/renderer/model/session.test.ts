// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CallName, LabBridge, RunRecord, RunStatus } from '../../../src/main/contract'
import { useDraft } from '../../../src/renderer/model/draft/draft'
import { useSession } from '../../../src/renderer/model/session'
import { useRuns } from '../../../src/renderer/model/runs'
import { record } from '../pages/history/records'

/** The lab's side of the bridge: notes what it is asked, and starts two runs when told to. */
const asked: [CallName, unknown][] = []
let launch = 0
let refusal: readonly { path: string; message: string }[] = []

const started = (status: RunStatus): RunRecord[] => {
  launch += 1
  return [0, 1].map((position) => record({ id: launch * 10 + position, launch, position, status }))
}
const bridge: LabBridge = {
  call(name, input) {
    asked.push([name, input])
    if (name === 'runs.start' && refusal.length > 0) {
      const error = { kind: 'invalid', message: 'not valid', issues: refusal } as const
      return Promise.resolve({ ok: false, error })
    }
    const paused = name === 'runs.start' && (input as { paused: boolean }).paused
    const value =
      name === 'runs.start' ? started(paused ? 'paused' : 'running') : name === 'runs.list' ? [] : null
    return Promise.resolve({ ok: true, value })
  },
  on: () => () => undefined,
}
Object.defineProperty(window, 'lab', { value: bridge })

const acts = (): unknown[] =>
  asked.flatMap(([name, input]) => {
    if (name === 'runs.start') return [(input as { paused: boolean }).paused ? 'start paused' : 'start']
    return name === 'runs.control' ? [(input as { action: string }).action] : []
  })
const end = (status: RunStatus): void => {
  const { runs } = useSession()
  useRuns().take(runs.value.map((run) => ({ ...run, status })))
}

describe('the session', () => {
  beforeEach(() => {
    end('finished')
    useSession().clear()
    useDraft().reset()
    asked.length = 0
    refusal = []
  })

  it('starts once, however often Run is pressed', async () => {
    const session = useSession()
    await Promise.all([session.start(), session.start()])
    expect(acts()).toEqual(['start'])
    expect(session.state.value).toBe('running')
    expect(session.runs.value.map(({ position }) => position)).toEqual([0, 1])
  })

  it('starts paused for a first step, and counts every further one', async () => {
    const session = useSession()
    await Promise.all([session.step(), session.step(), session.step()])
    expect(acts()).toEqual(['start paused', 'step', 'step', 'step'])
    expect(session.state.value).toBe('paused')
  })

  it('acts on what is live, or on the runs it is given', async () => {
    const session = useSession()
    await session.start()
    const [first, second] = session.runs.value
    useRuns().take([{ ...first, status: 'converged' }])
    await session.control('pause')
    await session.control('cancel', [first.id])
    const given = asked.flatMap(([name, input]) => (name === 'runs.control' ? [input] : []))
    expect(given).toMatchObject([
      { runs: [second.id], action: 'pause' },
      { runs: [first.id], action: 'cancel' },
    ])
  })

  it('keeps the results on show when all is over, and remembers them', async () => {
    const session = useSession()
    await session.start()
    end('finished')
    expect(session.state.value).toBe('ended')
    await vi.waitUntil(() => localStorage.getItem('descent-lab.launch') === String(launch))
    session.clear()
    expect(session.state.value).toBe('ready')
  })

  it('puts what the lab refuses at the fields', async () => {
    refusal = [{ path: 'runs[0].batch', message: 'too many' }]
    await useSession().start()
    expect(useDraft().issues.value).toEqual(refusal)
    expect(useSession().state.value).toBe('ready')
  })
})
