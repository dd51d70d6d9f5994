import type { Theme } from '../frame/theme'
import type { StyledPath } from '../painters/path-painter'
import { hexOf } from '../scales/colour-scale'
import type { SceneColours, ScenePath } from './scene-protocol'

/** A path as the thread gets it: what is drawn and no more, for a view of a longer buffer takes all of it along. */
export const pathSent = ({ view, style }: StyledPath): ScenePath => ({
  view: { x: view.x.slice(), theta: view.theta.map((column) => column.slice()) },
  style: { color: style.color, dash: style.dash },
})

/** The colours of the page, as a scene has them. */
export const coloursOf = ({ dark, background, text, axis }: Theme): SceneColours => ({
  dark,
  background: hexOf(background),
  text: hexOf(text),
  axis: hexOf(axis),
})
