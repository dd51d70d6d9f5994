/** Where a legend entry stands in a picture, in CSS pixels from the legend's top left corner. */
export interface PlacedEntry {
  readonly x: number
  /** Of the row's middle. */
  readonly y: number
  /** Shortened where even a row of its own is too narrow. */
  readonly label: string
}

export interface LegendLayout {
  readonly entries: readonly PlacedEntry[]
  readonly height: number
}

/** An entry as the layout needs it; widths in CSS pixels. */
export interface LegendItem {
  readonly label: string
  /** Of the drawn sample before the label. */
  readonly sampleWidth: number
}

export const sampleGap = 6
const entryGap = 18
const rowHeight = 18

/** Entries in rows from left to right, in their order; a new row where one is full. */
export function layoutLegend(
  items: readonly LegendItem[],
  width: number,
  measure: (text: string) => number,
): LegendLayout {
  const entries: PlacedEntry[] = []
  let x = 0
  let row = 0
  for (const { label: given, sampleWidth } of items) {
    const before = sampleWidth + sampleGap
    const label = shorten(given, width - before, measure)
    const needed = before + measure(label)
    if (x > 0 && x + needed > width) {
      x = 0
      row++
    }
    entries.push({ x, y: row * rowHeight + rowHeight / 2, label })
    x += needed + entryGap
  }
  return { entries, height: items.length > 0 ? (row + 1) * rowHeight : 0 }
}

/** The text, or as much of it as fits the room with an ellipsis. */
export function shorten(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text
  const letters = [...text]
  let low = 0
  let high = letters.length
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (measure(`${letters.slice(0, middle).join('').trimEnd()}…`) <= room) low = middle
    else high = middle - 1
  }
  return `${letters.slice(0, low).join('').trimEnd()}…`
}

/** The text in lines that fit the room, broken between words; a word that is too long by itself is shortened. */
export function wrapped(text: string, room: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && measure(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(shorten(word, room, measure))
  }
  return lines
}
