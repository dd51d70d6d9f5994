// @vitest-environment happy-dom
import USelect from '@nuxt/ui/components/Select.vue'
import { describe, expect, it, vi } from 'vitest'
import { optimizerById, optimizers } from '@core/optimizers'
import type { DialectId, Optimizer } from '@core/optimizers/contract'
import { conformanceText } from '../../../../../src/renderer/pages/lab/composer/conformance'
import { dialectsOf } from '@core/optimizers/dialects'
import { differingDefaults } from '../../../../../src/renderer/pages/lab/composer/dialects'
import { useDraft } from '../../../../../src/renderer/model/draft/draft'
import { newRun } from '../../../../../src/renderer/model/draft/edit'
import MethodNotes from '../../../../../src/renderer/pages/lab/composer/MethodNotes.vue'
import RunForm from '../../../../../src/renderer/pages/lab/composer/RunForm.vue'
import { standInLab } from '../../history/lab-double'
import { mountInApp } from '../../../mount-in-app'

// The page has a doctype, which KaTeX insists on; the bare test document has none.
vi.hoisted(() => Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }))
standInLab({})

const everyDialect = optimizers.flatMap((optimizer) =>
  dialectsOf(optimizer).map(({ id, dialect }) => ({
    title: `${optimizer.id} (${id})`,
    optimizer,
    dialect,
    dialectId: id,
  })),
)
const method = (id: string): Optimizer => {
  const found = optimizerById(id)
  if (!found) throw new Error(`no method ${id}`)
  return found
}
const defaultsOf = (id: string, dialect: DialectId): string => differingDefaults(method(id), dialect)

describe('the help of a method', () => {
  it.each(everyDialect)('$title shows equations, sentence and proof', ({ optimizer, dialect, dialectId }) => {
    const notes = mountInApp(MethodNotes, { optimizer, dialect, dialectId })
    const formulas = dialect.equations.flatMap((line) => line.split('\\qquad'))
    expect(notes.findAll('.katex-display')).toHaveLength(formulas.length)
    expect(notes.findAll('.katex-error')).toEqual([])
    expect(notes.text()).toContain(dialect.note)
    expect(notes.text()).toContain(dialect.source)
    expect(notes.text()).toContain(conformanceText(optimizer.id, dialectId))
    // Whichever of them is shown, the sentence and the picker speak of it.
    expect(notes.text().includes('“Chapter” is the textbook chapter')).toBe('chapter' in optimizer.dialects)
  })

  it('stands open in the form of a run, and follows the dialect', async () => {
    const draft = useDraft()
    draft.document.value.runs = [newRun('adam')]
    const form = () => mountInApp(RunForm, { run: draft.document.value.runs[0], path: 'runs[0]' })
    const chapter = form()
    expect(chapter.get('[aria-label="What it does"]').text()).toContain('beta2 = 0.9, where the paper')
    const whose = chapter
      .findAllComponents(USelect)
      .find((each) => JSON.stringify(each.vm.$props).includes('"pytorch"'))
    whose?.vm.$emit('update:modelValue', 'pytorch')
    expect(form().get('[aria-label="What it does"]').text()).toContain('torch.optim.Adam')
  })

  it('tells which defaults differ from those of the other dialects', () => {
    expect(defaultsOf('adam', 'chapter')).toBe(
      'lr 0.01 (PyTorch, optax, Keras: 0.001), beta2 0.9 (PyTorch, optax, Keras: 0.999), eps 1e-6 (PyTorch, optax: 1e-8; Keras: 1e-7)',
    )
    expect(defaultsOf('adam', 'pytorch')).toBe(
      'lr 0.001 (Chapter: 0.01), beta2 0.999 (Chapter: 0.9), eps 1e-8 (Chapter: 1e-6; Keras: 1e-7)',
    )
    expect(defaultsOf('nadam', 'chapter')).toBe(
      'lr 0.01 (PyTorch, PyTorch 1.13, Paper: 0.002; optax, Keras: 0.001), eps 1e-6 (PyTorch, PyTorch 1.13, Paper, optax: 1e-8; Keras: 1e-7)',
    )
    expect(defaultsOf('adamw', 'pytorch')).toBe(
      'eps 1e-8 (Keras: 1e-7), weightDecay 0.01 (optax: 0.0001; Keras: 0.004)',
    )
    expect(defaultsOf('asgd', 'pytorch')).toBe('')
  })

  it('knows a value again that another dialect calls otherwise', () => {
    expect(defaultsOf('rmsprop', 'chapter')).toContain('gamma 0.9 (PyTorch: alpha 0.99)')
    expect(defaultsOf('adadelta', 'chapter')).toContain('gamma 0.9 (Keras: rho 0.95)')
  })

  it('names the version of torch that an arithmetic is of', () => {
    expect(dialectsOf(method('nadam')).map(({ name }) => name)).toEqual([
      'Chapter',
      'PyTorch',
      'PyTorch 1.13',
      'Paper',
      'optax',
      'Keras',
    ])
    expect(dialectsOf(method('asgd')).map(({ name }) => name)).toEqual(['PyTorch', 'Lab'])
  })

  it.each(optimizers.filter((optimizer) => dialectsOf(optimizer).length > 1))(
    '$id sets each dialect against the other by name',
    (optimizer) => {
      const dialects = dialectsOf(optimizer)
      for (const { id, dialect } of dialects) {
        const others = dialects.filter((other) => other.id !== id)
        // Whichever version of torch it is.
        const names = others.map(({ name }) => name.split(' ')[0].toLowerCase())
        const named = names.some((name) => dialect.note.toLowerCase().includes(name))
        expect(named, `${optimizer.id} (${id}): ${dialect.note}`).toBe(true)
      }
    },
  )
})

describe('the form of a method that only begins with its rate', () => {
  it('offers no schedule, and shows one that a document brings so that it can be taken out', () => {
    const draft = useDraft()
    const form = () => mountInApp(RunForm, { run: draft.document.value.runs[0], path: 'runs[0]' })
    const schedule = '[data-field="runs[0].schedule"]'
    draft.document.value.runs = [newRun('gd')]
    expect(form().find(schedule).exists()).toBe(true)
    draft.document.value.runs = [newRun('rprop')]
    expect(form().find(schedule).exists()).toBe(false)
    draft.document.value.runs[0].schedule = { id: 'cosine', warmup: 0, final: 0 }
    expect(form().get(schedule).text()).toContain('Rprop only begins with its learning rate')
  })
})
