import { computed, ref, watch } from 'vue'
import type { Interval } from '@core/objectives/contract'
import { roundToPixel, toPixel, toValue } from './scales/axis'
import { describeLandscape, landscapeTable, pathPointAt, type LandscapeModel } from './landscape'
import { paintStepArrows } from './painters/arrow-painter'
import type { Project } from './painters/path-painter'
import type { Readout } from './probes/readout'
import type { Frame, LegendEntry, Painter } from './frame/scene'
import { numberCell, placeCell, worded, type ChartTableData } from './frame/table'
import type { LandscapeProps } from '../model/chart-data'
import { useChart, type Plot } from './frame/useChart'
import { useChartText, type ChartText } from './frame/useChartText'
import { usePointer, type PointerListeners } from './frame/usePointer'
import { useProbe, type Aim, type Probe } from './probes/useProbe'
import { directionOf, HeldStart, movingKeys, type StartEvents } from './moving-start'
import { useShown } from './useShown'

/** What one and two parameters do differently. */
export interface LandscapeKind {
  /** What each parameter is called. */
  readonly names: readonly string[]
  /** What the value is called. */
  readonly valueName: string
  readonly xTitle: string
  readonly yTitle: string
  readonly grid: boolean
  /** CSS pixels right of the plot for what the painter draws beside it. */
  readonly beside?: number
  readonly extent: { readonly x: Interval; readonly y: Interval }
  readonly project: Project
  /** Where parameters lie in the plot, in values. */
  place(theta: readonly number[]): readonly [number, number]
  /** The parameters at a place in the plot. */
  thetaAt(x: number, y: number): readonly number[]
  /** @param failed hears what of the picture could not be made */
  painter(redraw: () => void, failed: (why: string) => void): Painter<LandscapeModel>
}

interface Landscape {
  readonly plot: Plot
  readonly probe: Probe
  readonly listeners: PointerListeners
  readonly cursor: Readonly<{ value: string }>
  readonly legend: Readonly<{ value: readonly LegendEntry[] }>
  readonly text: Readonly<{ value: ChartText }>
  readonly keys: Readonly<{ value: string }>
  toggle(key: string): void
  light(key: string | undefined): void
  table(): ChartTableData
}

/** In values of the plot. */
type Place = Pick<Aim, 'x' | 'y'>

/** So near, in CSS pixels, the pointer takes hold of the start mark. */
const startReach = 10
/** What an arrow key moves the crosshair by, in CSS pixels; with Shift, finely. */
const stride = { coarse: 10, fine: 1 }

export function useLandscape(
  props: Readonly<LandscapeProps>,
  kind: () => LandscapeKind,
  events: StartEvents,
): Landscape {
  const shown = useShown(props)
  const { dark, runs, starts, legend } = shown

  const failed = ref('')
  const fail = (why: string): void => {
    failed.value = why
    update()
  }
  const notes = (): readonly string[] => [...(failed.value ? [failed.value] : []), ...shown.notes()]

  let model = shown.model()

  const plot: Plot = useChart<LandscapeModel>(
    {
      model: () => (model = shown.model()),
      scene() {
        const { xTitle, yTitle, grid, beside, extent } = kind()
        return {
          title: props.title,
          x: { title: xTitle, scale: 'linear', extent: extent.x },
          y: { title: yTitle, scale: 'linear', extent: extent.y },
          grid,
          ...(beside === undefined ? {} : { beside }),
          legend: legend.value,
        }
      },
      playhead: () => props.playhead,
      painter: () => kind().painter(() => plot.redraw(), fail),
      picture: () => ({ painter: kind().painter(() => undefined, fail), notes }),
      paintPointer(context, frame) {
        paintStepArrows(context, frame, props.arrows ?? [], kind().place)
        probe.paint(context, frame)
      },
      drawn() {
        probe.refresh()
        update()
      },
    },
    dark,
  )

  /** The parameters at a pixel, in numbers as short as the pixel allows. */
  const thetaUnder = (frame: Frame, { x, y }: Place): readonly number[] =>
    kind().thetaAt(roundToPixel(frame.x, x), roundToPixel(frame.y, y))

  function read(frame: Frame, aim: Aim): Readout {
    const { names, valueName, place, project } = kind()
    const near = probe.byKeys.value
      ? undefined
      : pathPointAt(model.paths, frame, project, aim.pixelX, aim.pixelY)
    const theta = near ? near.path.view.theta.map((column) => column[near.index]) : thetaUnder(frame, aim)
    const [x, y] = place(theta)
    return {
      x: aim.pixelX,
      y: aim.pixelY,
      head: near
        ? worded(
            placeCell(near.path.view.x[near.index]),
            `${near.path.view.label}, ${props.stepTitle ?? 'iteration'} `,
          )
        : { text: 'Here' },
      rows: [
        ...names.map((name, index) => ({
          key: `theta:${index}`,
          label: name,
          value: numberCell(theta[index]),
        })),
        { key: 'value', label: valueName, value: numberCell(props.value(Float64Array.from(theta))) },
      ],
      more: 0,
      guide: near ? {} : names.length === 1 ? { x } : { x, y },
      rings: near
        ? [{ x, y, color: near.path.style.color }]
        : names.length === 1
          ? [{ x, y, color: frame.theme.text }]
          : [],
    }
  }
  const probe: Probe = useProbe(plot.frame, read, () => plot.redrawOverlay())

  const { text, update } = useChartText(() => ({
    summary: describeLandscape(
      props.title,
      props.value,
      runs.visible.value,
      props.minima ?? [],
      props.playhead,
      props.slope,
    ),
    notes: notes(),
    empty: '',
  }))

  /** The parameters at a pixel of the plot. */
  function thetaAtPixel(x: number, y: number): number[] | undefined {
    const frame = plot.frame()
    return frame && [...thetaUnder(frame, { x: toValue(frame.x, x), y: toValue(frame.y, y) })]
  }

  function moveTo(x: number, y: number): void {
    const theta = thetaAtPixel(x, y)
    if (!theta) return
    // A readout would hide what there is to see.
    probe.leave()
    events.move(theta)
  }

  /** The place so many strides of the arrow keys away, no further than the plot goes. */
  function strode({ x, y }: Frame, from: Place, across: number, up: number, fine: boolean): Place {
    const by = fine ? stride.fine : stride.coarse
    const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))
    const perX = (x.max - x.min) / Math.abs(x.to - x.from)
    const perY = (y.max - y.min) / Math.abs(y.to - y.from)
    return {
      x: clamp(from.x + across * by * perX, x.min, x.max),
      y: clamp(from.y + up * by * perY, y.min, y.max),
    }
  }

  const held = new HeldStart(
    () => props.editable === true && props.start !== undefined && plot.frame() !== undefined,
    (across, up, fine) => {
      const frame = plot.frame()
      if (!frame || !props.start) return
      probe.leave()
      const [x, y] = kind().place(props.start)
      // Taken hold of, it has not moved yet.
      const hasMoved = across !== 0 || up !== 0
      events.move([
        ...(hasMoved ? thetaUnder(frame, strode(frame, { x, y }, across, up, fine)) : props.start),
      ])
    },
    events,
  )

  const { listeners, cursor } = usePointer(plot, {
    move: probe.atPixel,
    leave: probe.leave,
    grab(x, y) {
      const frame = plot.frame()
      if (!frame || !props.editable || !props.start) return undefined
      const [startX, startY] = kind().place(props.start)
      const away = Math.hypot(toPixel(frame.x, startX) - x, toPixel(frame.y, startY) - y)
      return away <= startReach ? moveTo : undefined
    },
    released: events.keep,
    cancelled: events.drop,
    click(x, y) {
      if (!props.editable) return undefined
      const before = props.start
      const known = starts.value.length > 0
      probe.atPixel(x, y)
      const theta = thetaAtPixel(x, y)
      if (theta) events.start(theta)
      return known ? () => events.start(before && [...before]) : undefined
    },
    key({ key, shiftKey }) {
      const frame = plot.frame()
      if (!frame) return false
      if (held.key(key, shiftKey)) return true
      const aim = probe.aim()
      if (key === 'Escape') {
        probe.leave()
        return aim !== undefined
      }
      if (key === 'Enter') {
        if (props.editable && aim) events.start([...thetaUnder(frame, aim)])
        return props.editable === true && aim !== undefined
      }
      const way = directionOf(key)
      if (!way) return false
      const { x, y } = frame
      const from = aim ?? { x: (x.min + x.max) / 2, y: (y.min + y.max) / 2 }
      const to = strode(frame, from, way.across, way.up, shiftKey)
      probe.atValue(to.x, to.y)
      return true
    },
  })

  /** A start that is moved about lies above all that would be drawn anew with it. */
  const restingStarts = computed(() => (props.previews === undefined ? starts.value : undefined))
  watch(
    () => [
      props.value,
      props.source,
      props.about,
      props.domain,
      props.minima,
      props.paths,
      restingStarts.value,
      props.version,
      props.title,
      props.xTitle,
      props.yTitle,
      props.playhead === undefined,
      runs.entries.value,
      runs.lit.value,
    ],
    plot.redraw,
  )
  watch(
    () => [props.playhead, props.previews, starts.value],
    () => {
      plot.redrawOverlay()
      update()
    },
  )

  watch(() => props.arrows, plot.redrawOverlay)

  return {
    plot,
    probe,
    listeners,
    cursor,
    legend,
    text,
    keys: computed(
      () =>
        `Arrow keys move a crosshair, with Shift finely${props.editable ? `; Enter sets the start there. ${movingKeys}` : ''}; plus and minus zoom, 0 shows everything; Shift shows every digit.`,
    ),
    toggle: runs.toggle,
    light: runs.light,
    table: () => landscapeTable(props.title, props.value, kind().names, runs.visible.value, props.playhead),
  }
}
