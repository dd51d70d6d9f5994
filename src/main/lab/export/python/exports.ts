import { defineExport, type ExportDefinition, type RunToWrite } from '../contract'
import { libraries, type Library } from './library'
import { notebookOf } from './notebook'
import { checkRuns, scriptOf } from './script'

function* bytesOf(text: Iterable<string>): Generator<Uint8Array> {
  for (const piece of text) yield Buffer.from(piece, 'utf8')
}

type Write = (runs: readonly RunToWrite[], library: Library) => Iterable<string>

/** Both take a run apart when they are asked for their first piece. */
const checked = (library: Library, write: Write) =>
  function* (runs: readonly RunToWrite[]): Generator<Uint8Array> {
    checkRuns(runs)
    yield* bytesOf(write(runs, library))
  }

const script = (library: Library, about: string): ExportDefinition =>
  defineExport({
    id: `${library.id}.py`,
    label: `${library.label} script`,
    about,
    extension: 'py',
    type: 'text/x-python;charset=utf-8',
    named: library.label,
    check: checkRuns,
    write: checked(library, scriptOf),
  })

export const numpyScript = script(libraries.numpy, 'Makes the runs again in Python and asserts their losses')
export const pytorchScript = script(
  libraries.pytorch,
  'The same with torch.optim, where a run is in PyTorch’s arithmetic',
)
export const jaxScript = script(libraries.jax, 'The same with optax, where a run is in optax’s arithmetic')

export const notebook = defineExport({
  id: 'notebook.ipynb',
  label: 'Notebook (NumPy)',
  about: 'The script for Jupyter, with a picture of the losses',
  extension: 'ipynb',
  type: 'application/x-ipynb+json',
  named: 'notebook',
  check: checkRuns,
  write: checked(libraries.numpy, notebookOf),
})
