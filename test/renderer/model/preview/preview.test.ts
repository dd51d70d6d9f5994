// @vitest-environment happy-dom
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { firstShade } from '@core/experiment'
import { bindObjective } from '@core/plan'
import { useDraft } from '../../../../src/renderer/model/draft/draft'
import { useProblem } from '../../../../src/renderer/model/draft/problem'
import { styleOf } from '../../../../src/renderer/model/palette'
import type { PreviewClient, Question } from '../../../../src/renderer/model/preview/client'
import { createPreview } from '../../../../src/renderer/model/preview/preview'
import { PreviewWork } from '../../../../src/renderer/model/preview/work'
import { experimentWith } from '../../../support/experiments'
import { standInLab } from '../../pages/history/lab-double'

standInLab({})

/** Works at once what is asked, on the page's own thread. */
const asked: Question[] = []
const client: PreviewClient = {
  ask(question) {
    asked.push(question)
    const { experiment, source, places, hear } = question
    const work = new PreviewWork(experiment, bindObjective(source, source.table), places)
    work.goOn(1_000)
    hear(work.take(), work.isOver)
  },
  forget: () => undefined,
}

async function opened() {
  const draft = useDraft()
  const experiment = experimentWith({
    objective: { id: 'quadratic' },
    start: [1, 1],
    runs: [
      { optimizer: 'gd', color: 4 },
      { optimizer: 'momentum', color: firstShade },
    ],
  })
  draft.load(experiment)
  const { problem } = useProblem()
  await expect.poll(() => problem.value?.kind.id).toBe('quadratic')
  asked.length = 0
  return { draft, preview: createPreview(client) }
}

describe('what would happen', () => {
  beforeEach(() => localStorage.clear())

  it('from another start is shown of every run, and the draft stays as it is until it is kept', async () => {
    const { draft, preview } = await opened()
    preview.attempt({ kind: 'start', theta: [-1, 0.5] })
    preview.attempt({ kind: 'start', theta: [-1, 0.25] })
    expect(preview.runs.value.map(({ label, style, series }) => [label, style, series.theta_1?.[0]])).toEqual(
      [
        ['GD', 4, 0.25],
        // The look that the run itself will have.
        ['Momentum', styleOf({ optimizer: 'momentum', color: firstShade }), 0.25],
      ],
    )
    expect(preview.isOpen.value).toBe(true)
    expect(draft.document.value.start).toEqual([1, 1])

    preview.keep()
    await nextTick()
    expect(draft.document.value.start).toEqual([-1, 0.25])
    // It stays to be looked at, but is nothing that could be put back.
    expect(preview.runs.value).toHaveLength(2)
    expect(preview.isOpen.value).toBe(false)

    draft.undo()
    await nextTick()
    expect(draft.document.value.start).toEqual([1, 1])
    expect(preview.change.value).toBeUndefined()
    expect(preview.runs.value).toEqual([])
    draft.redo()
    expect(draft.document.value.start).toEqual([-1, 0.25])
  })

  it('with another value is shown of its run alone; put back, it leaves nothing to undo', async () => {
    const { draft, preview } = await opened()
    const before = draft.canUndo.value
    preview.attempt({ kind: 'hyper', place: 1, name: 'gamma', value: 0.5 })
    expect(preview.runs.value.map(({ place }) => place)).toEqual([1])
    expect(preview.experiment.value?.runs[1].hyper.gamma).toBe(0.5)
    preview.drop()
    expect(draft.document.value.runs[1].hyper.gamma).toBe(0.9)
    expect(draft.canUndo.value).toBe(before)
    preview.keep()
    expect(draft.document.value.runs[1].hyper.gamma).toBe(0.9)
  })

  it('is one step of undo beside the edit before it', async () => {
    const { draft, preview } = await opened()
    draft.document.value.iterations = 77
    await nextTick()
    preview.attempt({ kind: 'hyper', place: 0, name: 'lr', value: 0.1 })
    preview.keep()
    draft.undo()
    expect(draft.document.value).toMatchObject({ iterations: 77, runs: [{ hyper: { lr: 0.01 } }, {}] })
    draft.undo()
    expect(draft.document.value.iterations).toBe(100)
  })

  it('is over with any other edit', async () => {
    const { draft, preview } = await opened()
    preview.attempt({ kind: 'start', theta: [0, 1] })
    draft.document.value.iterations = 77
    await nextTick()
    expect(preview.change.value).toBeUndefined()
  })

  it('is not asked for where the experiment has a fault, and that is said', async () => {
    const { draft, preview } = await opened()
    draft.document.value.iterations = -1
    preview.attempt({ kind: 'start', theta: [0, 1] })
    expect(asked).toEqual([])
    expect(preview.why.value).toMatch(/fault/)
    // The start itself can be moved all the same.
    preview.keep()
    expect(draft.document.value.start).toEqual([0, 1])
  })
})
