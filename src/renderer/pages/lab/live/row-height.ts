/** Of a run in the table below the pictures, in pixels. */
export const rowHeight = 41
