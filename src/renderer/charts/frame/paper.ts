import { SvgContext } from './svg-context'

/** What a picture is drawn on. */
export interface Paper {
  readonly canvas: HTMLCanvasElement
  readonly context: CanvasRenderingContext2D
  /** Device pixels a CSS pixel. */
  readonly ratio: number
  /** Forgets what a former drawing left. */
  begin(): void
  written(): Promise<Blob>
}

export function pixels(ratio: number): Paper {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This window can’t draw pictures: it has no canvas.')
  return { canvas, context, ratio, begin: () => undefined, written: () => written(canvas) }
}

export function vectors(format: 'svg' | 'pdf'): Paper {
  const drawing = new SvgContext()
  const { canvas, context } = drawing
  return {
    canvas,
    context,
    ratio: 1,
    begin: () => drawing.begin(),
    async written() {
      const { width, height } = canvas
      const svg = drawing.toSvg(width, height)
      if (format === 'svg') return new Blob([svg], { type: 'image/svg+xml' })
      // Three times as large as the rest of the page, and seldom asked for.
      const { pdfOf } = await import('./pdf')
      return pdfOf(svg, width, height)
    },
  }
}

export function written(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob)
      else reject(new Error('The picture could not be written: the chart may be too large.'))
    }, 'image/png')
  })
}
