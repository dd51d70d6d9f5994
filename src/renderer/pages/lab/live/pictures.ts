/** A picture of the Lab. */
export type Picture = 'curve' | 'landscape' | 'fit'

export const pictureNames: Readonly<Record<Picture, string>> = {
  curve: 'Curve',
  landscape: 'Surface',
  fit: 'Fit',
}

/** The one to enlarge after this one, undefined standing for all of them side by side. */
export function nextPicture(shown: readonly Picture[], now: Picture | undefined): Picture | undefined {
  return now === undefined ? shown[0] : shown[shown.indexOf(now) + 1]
}
