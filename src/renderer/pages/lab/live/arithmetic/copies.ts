import { numpyText, plainLines } from '@core/arithmetic/code'
import type { Part } from '@core/arithmetic/equation'
import type { UpdateValues } from '@core/arithmetic/update'
import type { Dialect } from '@core/optimizers/contract'
import { latexText } from './tex'

/** An update on show. */
export interface ShownUpdate {
  /** Whose it is: the run and its method. */
  readonly title: string
  readonly dialect: Dialect
  readonly pieces: readonly (readonly Part[])[]
  readonly values: UpdateValues
  /** Of the coordinates of the values. */
  readonly names: readonly string[]
}

/** Whose update it is; a run that is called by its method is named once. */
export const titleOf = (run: string, method: string, source: string): string =>
  `${run === method ? run : `${run}: ${method}`}, ${source}`

/** Ways to take an update away, with every digit. */
export const copyFormats = [
  {
    label: 'Text',
    icon: 'i-lucide-text',
    text: ({ title, dialect, values, names }: ShownUpdate): string =>
      [
        `${title}, update ${values.update}`,
        ...names.flatMap((name, place) => ['', `${name}:`, ...plainLines(dialect, values, place)]),
        '',
      ].join('\n'),
  },
  {
    label: 'LaTeX',
    icon: 'i-lucide-sigma',
    text: ({ pieces, values }: ShownUpdate): string => latexText(pieces, values),
  },
  {
    label: 'NumPy',
    icon: 'i-lucide-code',
    text: ({ title, dialect, values }: ShownUpdate): string => numpyText(title, dialect, values),
  },
] as const
