import type { RunRecord } from '../../../../main/contract'
import type { Curve } from '../../../model/curves/curves'

/** A picture of the Lab. */
export type Picture = 'curve' | 'landscape' | 'fit'

export const pictureNames: Readonly<Record<Picture, string>> = {
  curve: 'Curve',
  landscape: 'Surface',
  fit: 'Fit',
}

/** What every picture is given. */
export interface PictureProps {
  readonly runs: readonly RunRecord[]
  readonly curves: ReadonlyMap<number, Curve>
  /** Counts changes of the curves. */
  readonly version: number
  readonly height: number | 'fill'
  /** Of the experiment, for the names of files. */
  readonly name: string
}

/** The one to enlarge after this one, undefined standing for all of them side by side. */
export function nextPicture(shown: readonly Picture[], now: Picture | undefined): Picture | undefined {
  return now === undefined ? shown[0] : shown[shown.indexOf(now) + 1]
}
