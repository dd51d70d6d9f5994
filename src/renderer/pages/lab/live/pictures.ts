import type { Ref } from 'vue'
import type { RunRecord } from '../../../../main/contract'
import type { Curve } from '../../../model/curves/curves'

/** A picture of the Lab. */
export type Picture = 'curve' | 'landscape' | 'fit'

export const pictureNames: Readonly<Record<Picture, string>> = {
  curve: 'Curve',
  landscape: 'Surface',
  fit: 'Fit',
}

/**
 * What live runs change with every frame. It is read where it is drawn, so that nothing between the
 * page and its pictures is rendered anew with it.
 */
export interface LiveRuns {
  readonly runs: Readonly<Ref<readonly RunRecord[]>>
  readonly curves: Readonly<Ref<ReadonlyMap<number, Curve>>>
  /** Counts changes of the curves. */
  readonly version: Readonly<Ref<number>>
}

/** What every picture is given. */
export interface PictureProps {
  readonly live: LiveRuns
  readonly height: number | 'fill'
  /** Of the experiment, for the names of files. */
  readonly name: string
}

/** The one to enlarge after this one, undefined standing for all of them side by side. */
export function nextPicture(shown: readonly Picture[], now: Picture | undefined): Picture | undefined {
  return now === undefined ? shown[0] : shown[shown.indexOf(now) + 1]
}
