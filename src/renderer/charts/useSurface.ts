import { computed, onScopeDispose, ref, watch } from 'vue'
import type { FrameOptions, LandscapeProps } from '../model/chart-data'
import { cancelDraw, drawSoon } from './frame/frames'
import { freeCanvas, freePicture, type FreePicture } from './frame/free-picture'
import type { LegendEntry } from './frame/scene'
import type { ChartTableData } from './frame/table'
import { readTheme, type Theme } from './frame/theme'
import { useChartText, type ChartText } from './frame/useChartText'
import type { Plot } from './frame/useChart'
import { describeLandscape, including, landscapeTable } from './landscape'
import { barRoom } from './painters/colour-bar'
import { drawArrowsOn } from './surface/arrows3d'
import { askSurface } from './surface/client'
import { heightScale, type HeightScale } from './surface/height-scale'
import { drawOverlay } from './surface/overlay3d'
import type { Heights } from './surface/protocol'
import { reliefOf, type Relief } from './surface/relief'
import { SceneLink } from './surface/scene-link'
import type { SceneUpdate } from './surface/scene-protocol'
import { coloursOf, pathSent } from './surface/sent'
import { startGrip } from './surface/start-grip'
import type { StartEvents } from './moving-start'
import { useTurning, type TurningListeners } from './surface/useTurning'
import { eyeOf, firstView, isSameView, projector, type View, type Viewport } from './surface/view'
import { useShown } from './useShown'

/** Samples a side, and milliseconds that they may take. */
const cells = 192
const budget = 300
/** The ground as it was worked out last. */
interface Ground {
  readonly heights: Heights
  readonly relief: Relief
  readonly scale: HeightScale
}

export interface SurfacePlot extends Pick<
  Plot,
  'attach' | 'detach' | 'zoomed' | 'resetZoom' | 'formats' | 'toPicture' | 'toFrames'
> {
  readonly legend: Readonly<{ value: readonly LegendEntry[] }>
  readonly text: Readonly<{ value: ChartText }>
  readonly listeners: TurningListeners
  toggle(key: string): void
  light(key: string | undefined): void
  table(): ChartTableData
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const withoutPicture = (why: string): string =>
  `${why}, so there is no picture in three dimensions: choose Contours.`

/** A surface in three dimensions, drawn on a thread when something has changed, and else at rest. */
export function useSurface(props: Readonly<LandscapeProps>, events: StartEvents): SurfacePlot {
  const { dark, runs, starts, legend, model, notes } = useShown(props)
  const names = computed(() => [props.xTitle ?? 'x', props.yTitle ?? 'y'] as const)
  const valueTitle = computed(() => props.valueTitle ?? 'value')
  const grip = startGrip(
    {
      editable: () => props.editable === true,
      start: () => props.start,
      relief: () => ground?.relief,
      view: () => view.value,
      viewport: () => viewport(),
    },
    events,
  )
  const { view, listeners } = useTurning({
    grab: grip.grab,
    released: events.keep,
    cancelled: events.drop,
    key: (key, fine) => grip.held.key(key, fine),
  })
  const problem = ref('')

  let canvas: HTMLCanvasElement | undefined
  let above: CanvasRenderingContext2D | null = null
  let sizes: ResizeObserver | undefined
  let ground: Ground | undefined
  let stale = { ground: true, paths: true }

  const { text, update } = useChartText(() => ({
    summary: [
      describeLandscape(props.title, props.value, runs.visible.value, props.minima ?? [], props.playhead),
      ...(ground ? [`In three dimensions; the height is the ${heightTitle(ground.scale)}.`] : []),
    ].join(' '),
    notes: notes(),
    empty: problem.value,
  }))
  function heightTitle({ title }: HeightScale): string {
    return `${valueTitle.value} ${title}`.trim()
  }
  function fail(why: string): void {
    problem.value = why
    update()
  }

  function viewport(): Viewport {
    const { clientWidth: width = 0, clientHeight: height = 0 } = canvas ?? {}
    return {
      width: Math.max(1, width - barRoom),
      height: Math.max(1, height),
      whole: Math.max(1, width),
      ratio: window.devicePixelRatio,
    }
  }

  function paintAbove(
    context: CanvasRenderingContext2D,
    seen: View,
    theme: Theme,
    { whole, width, height, ratio }: Viewport,
  ): void {
    if (!ground) return
    const { relief, scale, heights } = ground
    drawOverlay(
      context,
      {
        relief,
        scale,
        levels: heights.levels,
        theme,
        names: names.value,
        valueTitle: valueTitle.value,
        heightTitle: heightTitle(scale),
        width: whole,
        height,
        eye: eyeOf(seen),
        project: projector(seen, { whole, width, height, ratio }),
      },
      model(),
      props.playhead,
    )
  }

  /** What the thread does not know yet. */
  function updateFor(theme: Theme, { relief, heights }: Ground, shown: Viewport, keep: boolean): SceneUpdate {
    const { grid, levels, lines } = heights
    const changed = {
      ...(stale.ground ? { ground: { relief, values: grid.values, levels, lines } } : {}),
      ...(stale.ground || stale.paths ? { paths: model().paths.map(pathSent) } : {}),
    }
    stale = { ground: false, paths: false }
    return { ...changed, colours: coloursOf(theme), view: view.value, viewport: shown, keep }
  }

  const scene = new SceneLink({
    drawn,
    failed: (why) => fail(withoutPicture(why)),
    free: () => redraw(),
  })
  function draw(): void {
    const on = canvas
    if (on) scene.draw(() => ground && updateFor(readTheme(on), ground, viewport(), false))
  }
  const redraw = (): void => drawSoon(draw)

  /** The view of the picture that is there. */
  let pictured: View | undefined
  /** What is written above the surface belongs to the picture below it. */
  function drawn(seen: View): void {
    pictured = seen
    if (!canvas || !above) return
    const shown = viewport()
    above.canvas.width = Math.round(shown.whole * shown.ratio)
    above.canvas.height = Math.round(shown.height * shown.ratio)
    above.setTransform(shown.ratio, 0, 0, shown.ratio, 0, 0)
    const theme = readTheme(canvas)
    paintAbove(above, seen, theme, shown)
    const on = ground && { ...shown, relief: ground.relief, theme, project: projector(seen, shown) }
    if (on) drawArrowsOn(above, on, props.arrows ?? [])
    update()
  }

  /** What lies above the surface alone, at once. */
  function repaint(): void {
    if (pictured) drawn(pictured)
  }

  /** The newest question; answers to older ones come too late. */
  let asked = 0
  async function work(): Promise<void> {
    const { source, domain } = props
    if (!source || !scene.isOpen) return
    const ticket = ++asked
    try {
      const heights = await askSurface(source, 'heights', {
        x: including(domain[0], props.start?.[0]),
        y: including(domain[1], props.start?.[1]),
        cells,
        budget,
      })
      if (ticket !== asked) return
      const scale = heightScale(heights.grid.values, heights.floor)
      ground = { heights, scale, relief: reliefOf(heights.grid, scale.share) }
      stale.ground = true
      redraw()
    } catch (error) {
      if (ticket === asked) fail(`The surface could not be drawn: ${message(error)}`)
    }
  }

  function attach(given: HTMLCanvasElement, overlay: HTMLCanvasElement): void {
    // Without it (on a test's page, say) legend, text and table still stand.
    if (!('transferControlToOffscreen' in given)) {
      fail(withoutPicture('This window can’t draw on a thread'))
      return
    }
    canvas = given
    above = overlay.getContext('2d')
    Object.assign(given.style, { width: '100%', height: '100%', touchAction: 'none' })
    scene.open(given)
    sizes = new ResizeObserver(redraw)
    sizes.observe(given)
    void work()
  }

  function detach(): void {
    cancelDraw(draw)
    cancelDraw(repaint)
    sizes?.disconnect()
    scene.close()
    canvas = undefined
  }
  onScopeDispose(detach)

  watch(dark, () => {
    stale.ground = true
    redraw()
  })
  /** A start that moves about within it leaves the ground as it is. */
  const extent = computed(() =>
    JSON.stringify([0, 1].map((axis) => including(props.domain[axis], props.start?.[axis]))),
  )
  watch([() => props.source, extent], work)
  watch(
    () => [props.paths, props.version, runs.entries.value, runs.lit.value],
    () => {
      stale.paths = true
      redraw()
    },
  )
  watch([view, () => [props.playhead, props.minima, props.about, names.value]], redraw)
  watch([starts, () => [props.previews, props.arrows]], () => drawSoon(repaint))

  async function picture(ratio: number): Promise<{ readonly bitmap: ImageBitmap; readonly shown: Viewport }> {
    if (!canvas || !ground) throw new Error('The chart is not on the page yet: try again when it shows.')
    const shown = { ...viewport(), ratio }
    const kept = updateFor(readTheme(canvas), ground, shown, true)
    return { bitmap: await scene.picture(kept), shown }
  }

  /** Has the surface as it is now drawn by itself, with all that stands around it. */
  async function framed<T>(
    { scale, caption }: FrameOptions,
    make: (of: FreePicture) => T,
  ): Promise<Awaited<T>> {
    const seen = view.value
    const { bitmap, shown } = await picture(scale)
    const theme = readTheme(canvas ?? document.documentElement)
    try {
      return await make({
        title: props.title,
        theme,
        width: shown.whole,
        height: shown.height,
        legend: legend.value,
        notes: notes(),
        caption,
        ratio: scale,
        paint(context) {
          context.drawImage(bitmap, 0, 0, shown.whole, shown.height)
          paintAbove(context, seen, theme, shown)
        },
      })
    } finally {
      bitmap.close()
      redraw()
    }
  }

  return {
    attach,
    detach,
    zoomed: computed(() => !isSameView(view.value, firstView)),
    resetZoom: () => (view.value = firstView),
    legend,
    text,
    listeners,
    toggle: runs.toggle,
    light: runs.light,
    table: () => landscapeTable(props.title, props.value, names.value, runs.visible.value, props.playhead),
    // three.js draws pixels.
    formats: ['png'],
    toPicture: (options) => framed(options, freePicture),
    toFrames: (options) => () => framed(options, freeCanvas),
  }
}
