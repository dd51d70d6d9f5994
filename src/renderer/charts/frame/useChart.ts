import { Chart } from 'chart.js'
import { onScopeDispose, readonly, ref, shallowRef, watch, type Ref } from 'vue'
import {
  followScene,
  frameOf,
  inArea,
  markMargin,
  plotConfiguration,
  sameLayout,
  showAll,
  windowOf,
  type PlotChart,
} from './chart-config'
import { cancelDraw, drawSoon } from './frames'
import { chartFrames, chartPicture, type Picture } from './picture'
import type { ChartHandle, PictureOptions } from '../../model/chart-data'
import type { Frame, Painter, Scene } from './scene'
import { readTheme, type Theme } from './theme'
import { zoomByKey, zoomOptions, type ZoomedAxes } from './zoom'

/** Draws pictures to keep, and says what they leave out. */
type KeptPainter<Model> = Pick<Picture<Model>, 'painter' | 'notes'>

export interface PlotSource<Model> {
  /** What there is to show, gathered once a draw. */
  model(): Model
  scene(model: Model): Scene
  playhead(): number | undefined
  /** Left out: both. */
  readonly zoomed?: ZoomedAxes
  painter(): Painter<Model>
  /** Draws a picture to keep; without one the chart's own painter does, and there is nothing to note. */
  picture?(): KeptPainter<Model>
  /** Crosshair and the like: above everything, never in an exported picture. */
  paintPointer(context: CanvasRenderingContext2D, frame: Frame): void
  /** After a draw, before playhead and pointer: time to read off what was drawn. */
  drawn?(): void
}

/** A chart on the page: its life, its size, its theme, its window. */
export interface Plot extends Pick<ChartHandle, 'formats' | 'toPicture' | 'toFrames' | 'resetZoom'> {
  attach(canvas: HTMLCanvasElement, overlay: HTMLCanvasElement): void
  detach(): void
  /** Draws everything with the next animation frame. */
  redraw(): void
  /** Draws playhead and pointer with the next animation frame. */
  redrawOverlay(): void
  /** Where the plot is; undefined while it can't be seen. */
  frame(): Frame | undefined
  /** True when the key zoomed. */
  zoomByKey(key: string): boolean
  /** Set while something else is dragged. */
  readonly holdsPan: Ref<boolean>
  readonly zoomed: Readonly<Ref<boolean>>
}

export function useChart<Model>(source: PlotSource<Model>, dark: Readonly<Ref<boolean>>): Plot {
  const painter = source.painter()
  const chart = shallowRef<PlotChart>()
  const zoomed = ref(false)
  const holdsPan = ref(false)
  let overlay: CanvasRenderingContext2D | null = null
  let model = source.model()
  let scene = source.scene(model)
  let theme: Theme | undefined
  /** What its axes were laid out for last. */
  let laidOut: Scene | undefined
  let stale = false
  /** How often all of it was to be drawn anew. */
  let drawings = 0

  const themeNow = (): Theme => (theme ??= readTheme(chart.value?.canvas ?? document.documentElement))
  const frame = (): Frame | undefined => chart.value && frameOf(chart.value, scene, themeNow())

  function gather(): void {
    model = source.model()
    scene = source.scene(model)
  }

  function paintOverlay(): void {
    const shown = frame()
    if (!overlay || !shown || !chart.value) return
    const { width, height } = chart.value
    const { canvas } = overlay
    const deviceWidth = Math.round(width * shown.ratio)
    const deviceHeight = Math.round(height * shown.ratio)
    if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
      canvas.width = deviceWidth
      canvas.height = deviceHeight
    }
    const context = overlay
    context.setTransform(shown.ratio, 0, 0, shown.ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    inArea(context, shown, () => painter.paintPlayhead(context, shown, model, source.playhead()), markMargin)
    inArea(context, shown, () => source.paintPointer(context, shown))
  }

  function draw(): void {
    if (!chart.value) return
    if (stale) {
      stale = false
      gather()
      if (laidOut && sameLayout(laidOut, scene, chart.value)) chart.value.draw()
      else {
        laidOut = scene
        followScene(chart.value, scene)
        chart.value.update('none')
      }
      noteWindow()
    } else paintOverlay()
  }

  const isZoomed = (shown: PlotChart): boolean => (windowOf(shown, 'x') ?? windowOf(shown, 'y')) !== undefined
  const schedule = (): void => drawSoon(draw)
  function redraw(): void {
    drawings++
    stale = true
    schedule()
  }

  function noteWindow(): void {
    const shown = chart.value
    zoomed.value = shown !== undefined && isZoomed(shown)
  }

  function attach(canvas: HTMLCanvasElement, above: HTMLCanvasElement): void {
    // Without a 2D context (a test's page, say) legend, text and table still stand.
    if (!canvas.getContext('2d')) return
    overlay = above.getContext('2d')
    theme = laidOut = undefined
    gather()
    const created: PlotChart = new Chart(
      canvas,
      plotConfiguration({
        scene: () => scene,
        theme: themeNow,
        zoom: zoomOptions(source.zoomed ?? 'xy', () => !holdsPan.value, noteWindow),
        plugins: [
          {
            id: 'inside',
            beforeDatasetsDraw: (drawn) => {
              const shown = frameOf(drawn, scene, themeNow())
              if (shown) inArea(drawn.ctx, shown, () => painter.paint(drawn.ctx, shown, model))
            },
            afterDraw: (drawn) => {
              const shown = frame()
              if (shown) painter.paintBeside?.(drawn.ctx, shown)
              source.drawn?.()
              paintOverlay()
            },
          },
        ],
      }),
    )
    chart.value = created
    redraw()
  }

  function detach(): void {
    cancelDraw(draw)
    chart.value?.destroy()
    chart.value = undefined
    overlay = null
  }

  function resetZoom(): void {
    // What shows everything already is not laid out and drawn for it.
    if (chart.value && isZoomed(chart.value)) showAll(chart.value)
    noteWindow()
  }

  /** What draws a picture to keep. */
  const toKeep = (): KeptPainter<Model> =>
    source.picture?.() ?? { painter: source.painter(), notes: () => [] }
  function pictureOf(made: KeptPainter<Model>, options: PictureOptions): Picture<Model> {
    const shown = chart.value
    if (!shown) throw new Error('The chart is not on the page yet: try again when it shows.')
    gather()
    return {
      model,
      scene,
      playhead: source.playhead(),
      ...made,
      theme: readTheme(shown.canvas),
      window: options.whole
        ? { x: undefined, y: undefined }
        : { x: windowOf(shown, 'x'), y: windowOf(shown, 'y') },
      width: Math.max(480, shown.width),
      height: Math.max(240, shown.height),
      options,
    }
  }

  watch(dark, () => {
    theme = laidOut = undefined
    redraw()
  })
  onScopeDispose(detach)

  return {
    attach,
    detach,
    redraw,
    redrawOverlay: schedule,
    frame,
    resetZoom,
    zoomByKey(key) {
      const done = chart.value !== undefined && zoomByKey(chart.value, key)
      noteWindow()
      return done
    },
    holdsPan,
    zoomed: readonly(zoomed),
    formats: ['png', 'svg', 'pdf'],
    toPicture: async (options) => chartPicture(pictureOf(toKeep(), options)),
    toFrames({ scale, caption }) {
      const made = toKeep()
      const options = { format: 'png', scale, caption, whole: false } as const
      return chartFrames(
        () => pictureOf(made, options),
        () => drawings,
      )
    },
  }
}
