// @vitest-environment happy-dom
import { useToast } from '@nuxt/ui/composables'
import { expect, it } from 'vitest'
import { isSweep } from '../../../../src/worker/core/sweep/document'
import { useDraft } from '../../../../src/renderer/model/draft/draft'
import { setRange } from '../../../../src/renderer/model/draft/sweep'
import { useFiles, type Files } from '../../../../src/renderer/pages/lab/files'
import { standInLab } from '../history/lab-double'
import { emptyPlaces, inComponent } from '../history/mount-page'

const saved = { name: 'Mine', objectiveLabel: 'Sphere', runs: 1, createdAt: 1, updatedAt: 1, trashedAt: null }
const documents: unknown[] = []
standInLab({
  'experiments.save': ({ experiment }) => {
    documents.push(experiment)
    return { id: 5, ...saved }
  },
})

it('saves a sweep with its ranges', async () => {
  const router = emptyPlaces()
  const files = inComponent<Files>(router, () => useFiles(() => Promise.resolve(undefined)))
  const { toasts } = inComponent(router, useToast)
  const titles = (): unknown[] => toasts.value.map(({ title }) => title)
  await files.saveCopy()
  expect(titles()).toEqual(['Saved “Mine”'])
  setRange(useDraft().document.value.runs[0], 'hyper.lr', { kind: 'list', values: [0.1, 1] })
  await files.saveCopy()
  expect(titles()).toEqual(['Saved “Mine”', 'Saved “Mine”'])
  expect(documents.map((document) => isSweep(document))).toEqual([false, true])
  expect(documents[1]).toHaveProperty('runs[0].hyper.lr', { values: [0.1, 1] })
})
