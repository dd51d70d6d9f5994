// @vitest-environment happy-dom
import { useToast } from '@nuxt/ui/composables'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExperimentRecord } from '../../../../src/main/contract'
import { reading } from '../../../../src/renderer/model/experiment-reading'
import { useDraft } from '../../../../src/renderer/model/draft/draft'
import {
  useExperimentActions,
  type ExperimentActions,
} from '../../../../src/renderer/pages/experiments/actions'
import { refusal, standInLab } from '../history/lab-double'
import { emptyPlaces, inComponent } from '../history/mount-page'
import { experiment } from '../history/records'

const whole = experiment({ name: 'Saved' })
const saved: ExperimentRecord = {
  id: 5,
  name: 'Saved',
  objectiveLabel: 'Rosenbrock',
  runs: 2,
  createdAt: 1,
  updatedAt: 2,
  trashedAt: null,
}

const lab = standInLab({
  'runs.list': () => [],
  'experiments.get': () => ({ ...saved, experiment: whole, document: whole }),
  'experiments.save': () => saved,
  'experiments.trash': () => null,
  'experiments.restore': () => null,
})
const router = emptyPlaces()
let actions: ExperimentActions
const sent = (name: string): unknown[] =>
  lab.calls.filter((call) => call.name === name).map(({ input }) => input)

beforeEach(async () => {
  await router.push('/experiments')
  actions = inComponent(router, useExperimentActions)
  inComponent(router, useToast).clear()
  lab.calls.length = 0
})

describe('saved experiments', () => {
  it('open in the Lab, where saving goes back to the same one', async () => {
    await actions.open(saved)
    expect(router.currentRoute.value.name).toBe('lab')
    expect(useDraft().document.value.name).toBe('Saved')
    expect(useDraft().savedId.value).toBe(5)
  })

  it('take another name under the same id', async () => {
    await actions.rename(saved, 'Another')
    expect(sent('experiments.save')).toEqual([{ id: 5, experiment: { ...whole, name: 'Another' } }])
  })

  it('go to the trash with a way back', async () => {
    await actions.trash([saved])
    expect(sent('experiments.trash')).toEqual([{ experiments: [5] }])
    expect(inComponent(router, useToast).toasts.value).toMatchObject([
      { title: 'Saved moved to the trash', actions: [{ label: 'Undo' }] },
    ])
  })
})

describe('an experiment file', () => {
  const file = (text: string): File => new File([text], 'sent.json', { type: 'application/json' })

  it('opens in the Lab as one that was never saved', async () => {
    lab.answer('experiments.read', () => ({
      experiment: { ...whole, name: 'Sent' },
      notes: ['run 1: its word means something else now'],
    }))
    expect(await actions.openFile(file('{}'))).toBeUndefined()
    expect(sent('experiments.read')).toEqual([{ text: '{}' }])
    expect(useDraft().document.value.name).toBe('Sent')
    expect(useDraft().savedId.value).toBeUndefined()
    expect(router.currentRoute.value.name).toBe('lab')
    expect(inComponent(router, useToast).toasts.value).toContainEqual(
      expect.objectContaining({
        title: '“sent.json” is of an older format',
        description: 'run 1: its word means something else now',
      }),
    )
  })

  it('tells each fault with its place, and opens nothing', async () => {
    const before = useDraft().document.value
    lab.answer('experiments.read', () => {
      throw refusal('two faults', [
        { path: 'iterations', message: 'must be >= 1, got 0' },
        { path: 'runs', message: 'must have at least 1 entry' },
      ])
    })
    expect(await actions.openFile(file('{}'))).toEqual({
      title: 'sent.json could not be opened',
      text: 'It has 2 faults:',
      faults: ['iterations: must be >= 1, got 0', 'runs: must have at least 1 entry'],
    })
    expect(useDraft().document.value).toBe(before)
    expect(router.currentRoute.value.name).toBe('experiments')
  })

  it('is not even read when it is too large', async () => {
    const huge = file('')
    Object.defineProperty(huge, 'size', { value: 65 * 1024 * 1024 })
    expect((await actions.openFile(huge))?.text).toContain('64 MB')
    expect(sent('experiments.read')).toEqual([])
  })

  it('that is large says how far it is, and can be given up', async () => {
    const large = file(' '.repeat(2 * 1024 * 1024))
    const asked = Promise.withResolvers<unknown>()
    let finish = (): void => undefined
    lab.answer('experiments.reading', () => {
      asked.resolve(undefined)
      return { share: 0.4, doing: 'reading it' }
    })
    lab.answer('experiments.abandon', () => null)
    lab.answer(
      'experiments.read',
      () => new Promise((resolve) => (finish = () => resolve({ experiment: whole, notes: [] }))) as never,
    )
    const before = useDraft().document.value
    const opening = actions.openFile(large)
    expect(reading.value).toMatchObject({ file: 'sent.json', share: 0 })
    await asked.promise
    await vi.waitFor(() => expect(reading.value).toMatchObject({ share: 0.4, doing: 'reading it' }))
    reading.value?.cancel()
    expect(await opening).toBeUndefined()
    expect(reading.value).toBeUndefined()
    const [{ reading: name }] = sent('experiments.read') as [{ reading: string }]
    expect(sent('experiments.abandon')).toEqual([{ reading: name }])
    finish()
    expect(useDraft().document.value).toBe(before)
  })
})
