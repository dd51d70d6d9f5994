/**
 * Whether the wheel over a picture is meant for it: a plot that nobody has entered by click or key leaves
 * it to the page around it, but for Ctrl (Command on a Mac) with it, which is a pinch as well.
 */
export const takesWheel = (canvas: HTMLElement, { ctrlKey, metaKey }: WheelEvent): boolean =>
  ctrlKey || metaKey || canvas.ownerDocument.activeElement === canvas
