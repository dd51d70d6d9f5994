import type { Choices } from '../../../model/sweeps/choices'
import type { SweepView } from '../../../model/sweeps/results'

/** What every picture of a sweep is given. */
export interface PictureProps {
  readonly view: SweepView
  readonly choices: Choices
  /** Of the file that it is saved as. */
  readonly name: string
}

export interface PictureEvents {
  /** A run was pointed at: its id. */
  open: [run: number]
}
