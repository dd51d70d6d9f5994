// @vitest-environment happy-dom
import { useToast } from '@nuxt/ui/composables'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunRecord } from '../../../src/main/contract'
import { useRunActions, type RunActions } from '../../../src/renderer/model/run-actions'
import { useRuns } from '../../../src/renderer/model/runs'
import { refusal, standInLab } from '../pages/history/lab-double'
import { emptyPlaces, inComponent } from '../pages/history/mount-page'
import { detail, experiment, record } from '../pages/history/records'

const stored = [
  record({ id: 3, status: 'running', label: 'Going' }),
  record({ id: 2, label: 'Done' }),
  record({ id: 1, label: 'Old' }),
]
const whole = experiment({ seed: 4 })

// One lab for the file: the list of runs is one for the whole app, and listens to the first it meets.
const lab = standInLab({
  'runs.list': () => stored,
  'runs.trash': () => null,
  'runs.restore': () => null,
  'runs.purge': () => null,
  'runs.get': ({ run }) => detail(whole, 1, { id: run }),
  'runs.start': () => [record({ id: 9, launch: 9, status: 'running' })],
})

const router = emptyPlaces()
let actions: RunActions
const notes = () => inComponent(router, useToast).toasts.value
const listed = (): number[] => useRuns().list.value.map(({ id }) => id)
const sent = (name: string): unknown[] =>
  lab.calls.filter((call) => call.name === name).map(({ input }) => input)

beforeEach(async () => {
  lab.calls.length = 0
  lab.answer('runs.trash', () => null)
  actions = inComponent(router, useRunActions)
  await useRuns().refresh()
  inComponent(router, useToast).clear()
})

describe('moving runs to the trash', () => {
  it('takes them out of the list at once, and undo brings them back', async () => {
    await actions.trash([stored[1], stored[2]])
    expect(sent('runs.trash')).toEqual([{ runs: [2, 1] }])
    expect(listed()).toEqual([3])

    const undo = notes().find(({ title }) => title === '2 runs moved to the trash')?.actions?.[0]
    const press = undo?.onClick
    if (typeof press !== 'function') throw new Error('there is nothing to press')
    press(new MouseEvent('click'))
    await vi.waitFor(() => expect(listed()).toEqual([3, 2, 1]))
    expect(sent('runs.restore')).toEqual([{ runs: [2, 1] }])
  })

  it('offers no way back once they are deleted for good', async () => {
    await actions.trash([stored[1], stored[2]])
    const offered = (): boolean =>
      notes().some(({ title, open }) => title === '2 runs moved to the trash' && open !== false)
    expect(offered()).toBe(true)
    // Another page has actions of its own.
    await inComponent(router, useRunActions).purge([stored[2]])
    expect(offered()).toBe(false)
  })

  it('leaves runs that are still going, and says so', async () => {
    await actions.trash(stored)
    expect(sent('runs.trash')).toEqual([{ runs: [2, 1] }])
    expect(listed()).toEqual([3])
    expect(notes().map(({ title }) => title)).toContain('1 run still going')
  })

  it('keeps the list as it is where the lab refuses, and tells why', async () => {
    lab.answer('runs.trash', () => {
      throw refusal('The disk is full.')
    })
    await actions.trash([stored[1]])
    expect(listed()).toEqual([3, 2, 1])
    expect(notes()).toMatchObject([
      { title: 'Could not move 1 run to the trash', description: 'The disk is full.' },
    ])
  })

  it('sends no more ids at a time than a call takes', async () => {
    const many = Array.from({ length: 10_001 }, (_, index): RunRecord => record({ id: index + 1 }))
    expect(await actions.purge(many)).toBe(true)
    expect(sent('runs.purge').map((input) => (input as { runs: number[] }).runs.length)).toEqual([10_000, 1])
  })
})

describe('running again', () => {
  const started = () =>
    sent('runs.start').map((input) => (input as { experiment: Record<string, unknown> }).experiment)
  const again = {
    name: whole.name,
    objective: whole.objective,
    iterations: whole.iterations,
    runs: [{ optimizer: 'adam', hyper: whole.runs[1].hyper }],
  }

  beforeEach(() => router.push('/history'))

  it('happens beside what the Lab is busy with', async () => {
    await actions.rerun(stored[1])
    expect(started()).toMatchObject([{ ...again, runs: [{ ...again.runs[0], seed: 4 }] }])
    expect(router.currentRoute.value.name).toBe('history')
    expect(notes().map(({ title }) => title)).toContain('Done runs again')
    expect(listed()).toContain(9)
  })

  it('happens in the Lab when that is free, which then shows this run alone', async () => {
    lab.answer('runs.list', () => [stored[1], stored[2]])
    await useRuns().refresh()
    await actions.rerun(stored[1])
    expect(started()).toMatchObject([again])
    expect(router.currentRoute.value.name).toBe('lab')
    expect(listed()).toContain(9)
  })
})
