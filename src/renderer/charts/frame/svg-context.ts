import { alphaOf, hexOf } from '../scales/colour-scale'

/** Named first where text is left as text: the page's font by its usual name, then what comes close. */
const family = "Inter, 'Inter Variable', system-ui, sans-serif"

const round = (value: number): string => String(Math.round(value * 100) / 100)
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const anchors: Readonly<Record<CanvasTextAlign, string>> = {
  left: 'start',
  start: 'start',
  center: 'middle',
  right: 'end',
  end: 'end',
}

/** Drawn by nobody here: refused rather than left out of the picture. */
const refused = new Set<PropertyKey>([
  'arcTo',
  'bezierCurveTo',
  'createConicGradient',
  'createLinearGradient',
  'createPattern',
  'createRadialGradient',
  'ellipse',
  'putImageData',
  'quadraticCurveTo',
  'roundRect',
])

type Attributes = Readonly<Record<string, string | number | undefined>>

function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  )
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`
}

/** What a canvas would fill or stroke with. */
function paint(
  kind: 'fill' | 'stroke',
  style: CanvasRenderingContext2D['fillStyle'],
  alpha: number,
): Attributes {
  if (typeof style !== 'string') throw new Error('A picture in vectors is drawn in plain colours only.')
  const opacity = alpha * alphaOf(style)
  return { [kind]: hexOf(style), [`${kind}-opacity`]: opacity < 1 ? round(opacity) : undefined }
}

/**
 * A canvas that keeps what is drawn on it as SVG. Colours, dashes, fonts and transforms are those of a
 * real canvas, which follows along without being drawn on; paths are kept in the canvas' own pixels.
 */
export class SvgContext {
  readonly canvas = document.createElement('canvas')
  /** To be drawn on. */
  readonly context: CanvasRenderingContext2D
  private readonly real: CanvasRenderingContext2D
  private body: string[] = []
  private definitions: string[] = []
  private path = ''
  /** What was filled last, and still is the last thing drawn. */
  private lastFill: Attributes | undefined
  /** Ids of the clips in force, and those to come back to. */
  private clips: readonly string[] = []
  private saved: (readonly string[])[] = []
  private open: readonly string[] = []

  constructor() {
    const real = this.canvas.getContext('2d')
    if (!real) throw new Error('This window can’t draw pictures: it has no canvas.')
    this.real = real
    const own: Partial<CanvasRenderingContext2D> = this.recorders()
    this.context = new Proxy(real, {
      get(target, key) {
        if (refused.has(key)) throw new Error(`A picture in vectors can’t be drawn with ${String(key)}.`)
        const value: unknown = Reflect.get(key in own ? own : target, key)
        return typeof value === 'function'
          ? (...given: unknown[]): unknown => Reflect.apply(value, target, given)
          : value
      },
      set: (target, key, value) => Reflect.set(target, key, value),
    })
    // Chart.js asks the canvas for its context.
    this.canvas.getContext = (() => this.context) as unknown as HTMLCanvasElement['getContext']
  }

  /** Forgets what has been drawn. */
  begin(): void {
    this.body = []
    this.lastFill = undefined
    this.definitions = []
    this.open = []
  }

  /** All that was drawn, on a page so large in CSS pixels. */
  toSvg(width: number, height: number): string {
    this.into([])
    const defs = this.definitions.length > 0 ? [element('defs', {}, this.definitions.join('\n'))] : []
    return element(
      'svg',
      { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` },
      [...defs, ...this.body].join('\n'),
    )
  }

  private recorders(): Partial<CanvasRenderingContext2D> {
    const { real } = this
    const point = (x: number, y: number): string => {
      const { a, b, c, d, e, f } = real.getTransform()
      return `${round(a * x + c * y + e)} ${round(b * x + d * y + f)}`
    }
    const to = (command: 'M' | 'L', x: number, y: number): void => {
      this.path += `${this.path === '' ? 'M' : command}${point(x, y)}`
    }
    const box = (x: number, y: number, width: number, height: number): string =>
      `M${point(x, y)}L${point(x + width, y)}L${point(x + width, y + height)}L${point(x, y + height)}Z`
    return {
      beginPath: () => (this.path = ''),
      moveTo: (x, y) => to('M', x, y),
      lineTo: (x, y) => to('L', x, y),
      closePath: () => (this.path += this.path === '' ? '' : 'Z'),
      rect: (x, y, width, height) => (this.path += box(x, y, width, height)),
      arc: (x, y, radius, from, until, back = false) => {
        const turn = 2 * Math.PI
        const asked = back ? from - until : until - from
        const sweep = (back ? -1 : 1) * (asked >= turn ? turn : ((asked % turn) + turn) % turn)
        const at = (share: number) =>
          [x + radius * Math.cos(from + share * sweep), y + radius * Math.sin(from + share * sweep)] as const
        to('L', ...at(0))
        const r = round(radius * this.scale())
        // In halves: SVG has no arc that ends where it begins.
        for (const share of [0.5, 1]) this.path += `A${r} ${r} 0 0 ${back ? 0 : 1} ${point(...at(share))}`
      },
      fill: (...given) => {
        const rule = given.find((one) => typeof one === 'string')
        if (given.some((one) => typeof one === 'object')) throw new Error('Vectors need the path itself.')
        const filled = {
          d: this.path,
          'fill-rule': rule === 'evenodd' ? rule : undefined,
          ...this.filled(),
        }
        this.add('path', filled)
        this.lastFill = this.path === '' ? undefined : filled
      },
      stroke: (path?: Path2D) => {
        if (path) throw new Error('Vectors need the path itself.')
        const isSame = this.lastFill?.d === this.path && this.clips.join() === this.open.join()
        const filled = isSame ? this.lastFill : undefined
        // Both in one: a path is as long as it is, and most of the file.
        if (filled) this.body.pop()
        this.add('path', { ...(filled ?? { d: this.path, fill: 'none' }), ...this.stroked() })
      },
      fillRect: (...given) => this.add('path', { d: box(...given), ...this.filled() }),
      strokeRect: (...given) => this.add('path', { d: box(...given), fill: 'none', ...this.stroked() }),
      clearRect: () => undefined,
      fillText: (text, x, y) => this.addText(text, x, y, this.filled()),
      strokeText: (text, x, y) => this.addText(text, x, y, { fill: 'none', ...this.stroked() }),
      drawImage: (image: CanvasImageSource, ...[x, y, width, height]: number[]) => {
        const { a, b, c, d, e, f } = real.getTransform()
        this.add('image', {
          x: round(x),
          y: round(y),
          width: round(width),
          height: round(height),
          transform: `matrix(${[a, b, c, d, e, f].map(round).join(' ')})`,
          preserveAspectRatio: 'none',
          opacity: real.globalAlpha < 1 ? round(real.globalAlpha) : undefined,
          href: addressOf(image),
        })
      },
      clip: () => {
        const id = `clip${this.definitions.length + 1}`
        this.definitions.push(element('clipPath', { id }, element('path', { d: this.path })))
        this.clips = [...this.clips, id]
      },
      save: () => {
        this.saved.push(this.clips)
        real.save()
      },
      restore: () => {
        this.clips = this.saved.pop() ?? []
        real.restore()
      },
    }
  }

  private scale(): number {
    const { a, b } = this.real.getTransform()
    return Math.hypot(a, b)
  }

  private filled(): Attributes {
    return paint('fill', this.real.fillStyle, this.real.globalAlpha)
  }

  private stroked(): Attributes {
    const { real } = this
    const scale = this.scale()
    const dash = real.getLineDash().map((part) => round(part * scale))
    return {
      ...paint('stroke', real.strokeStyle, real.globalAlpha),
      'stroke-width': round(real.lineWidth * scale),
      'stroke-linecap': real.lineCap === 'butt' ? undefined : real.lineCap,
      'stroke-linejoin': real.lineJoin === 'miter' ? undefined : real.lineJoin,
      'stroke-dasharray': dash.length > 0 ? dash.join(' ') : undefined,
      'stroke-dashoffset': dash.length > 0 ? round(real.lineDashOffset * scale) : undefined,
    }
  }

  private addText(text: string, x: number, y: number, ink: Attributes): void {
    const { real } = this
    const [, weight, size] = /^(?:.*?\b(\d{3}|bold) )?.*?([\d.]+)px /.exec(real.font) ?? []
    const { a, b, c, d, e, f } = real.getTransform()
    this.add(
      'text',
      {
        x: round(x),
        y: round(y + this.baselineBelow(text)),
        transform:
          a === 1 && b === 0 && e === 0 && f === 0
            ? undefined
            : `matrix(${[a, b, c, d, e, f].map(round).join(' ')})`,
        'font-family': family,
        'font-size': size,
        'font-weight': weight,
        'text-anchor': anchors[real.textAlign],
        ...ink,
      },
      escaped(text),
    )
  }

  /** From where text is drawn at down to its baseline, which is all that every program agrees upon. */
  private baselineBelow(text: string): number {
    const { real } = this
    const asked = real.textBaseline
    const above = real.measureText(text).fontBoundingBoxAscent
    real.textBaseline = 'alphabetic'
    const whole = real.measureText(text).fontBoundingBoxAscent
    real.textBaseline = asked
    return whole - above
  }

  private add(name: string, attributes: Attributes, content?: string): void {
    if (attributes.d === '') return
    this.lastFill = undefined
    this.into(this.clips)
    this.body.push(element(name, attributes, content))
  }

  /** Closes and opens groups until what comes next is clipped so. */
  private into(clips: readonly string[]): void {
    if (clips.join() === this.open.join()) return
    this.body.push(...this.open.map(() => '</g>'), ...clips.map((id) => `<g clip-path="url(#${id})">`))
    this.open = clips
  }
}

function addressOf(image: CanvasImageSource): string {
  if (!(image instanceof HTMLCanvasElement || image instanceof ImageBitmap))
    throw new Error('A picture in vectors holds canvases and bitmaps only.')
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d')?.drawImage(image, 0, 0)
  return canvas.toDataURL('image/png')
}
