import type { RunStyle } from '../../model/palette'

/** What is drawn of a run, and in which look. */
export interface Styled<View> {
  readonly view: View
  readonly style: RunStyle
}
