import { computed, watch } from 'vue'
import type { Probe } from '../probes/useProbe'
import type { Plot } from './useChart'
import type { useChartText } from './useChartText'
import type { usePointer } from './usePointer'

interface Parts {
  readonly plot: Plot
  readonly text: ReturnType<typeof useChartText>
  readonly probe: Probe
  readonly pointer: ReturnType<typeof usePointer>
  /** Where a chart shows one: what is said moves with it. */
  playhead?(): number | undefined
}

/** What ChartFrame is told of the parts of a chart, to be bound as one. */
export function useFrame({ plot, text, probe, pointer, playhead }: Parts) {
  if (playhead) {
    watch(playhead, () => {
      plot.redrawOverlay()
      text.update()
    })
  }
  return computed(() => ({
    plot,
    text: text.text.value,
    readout: probe.readout.value,
    spoken: probe.byKeys.value,
    listeners: pointer.listeners,
    cursor: pointer.cursor.value,
  }))
}
