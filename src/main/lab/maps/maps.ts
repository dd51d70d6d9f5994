import { availableParallelism } from 'node:os'
import type { Experiment } from '@core/experiment'
import { sideIssues } from '@core/map/axes'
import { asMapped, type MapPixels } from '@core/map/map'
import { dialectOf } from '@core/rules'
import type { Table } from '@core/objectives/contract'
import type { CallArguments } from '../../contract'
import { Fault, invalid } from '../../faults'
import { aloneOf } from '../runs/threads'
import { MapThread } from './map-thread'

type Wanted = Omit<CallArguments<'maps.pixels'>, 'experiment'>

/** Works out maps on threads of its own, as many as there are processors; they begin with the first map, or when it is prepared. */
export class Maps {
  private readonly threads: readonly MapThread[]
  private closing = false

  /** @param script the built thread entry */
  constructor(script: URL, width = availableParallelism()) {
    this.threads = Array.from({ length: width }, () => new MapThread(script))
  }

  prepare(): null {
    if (!this.closing) for (const thread of this.threads) thread.start()
    return null
  }

  /**
   * The experiment as a map runs it.
   * @throws Fault `invalid` where its sides are no hyper-parameters of the method
   */
  checked(experiment: Experiment, { x, y, size, updates }: Wanted): Experiment {
    const mapped = asMapped(experiment, updates)
    const [run] = mapped.runs
    const issues = sideIssues({ x, y, size }, dialectOf(run)?.hyper ?? {})
    if (issues.length > 0) throw invalid(issues)
    return mapped
  }

  /** @throws Fault `limit` where one run takes too long, `conflict` where the lab closes before it is done */
  async pixels(mapped: Experiment, table: Table | undefined, wanted: Wanted): Promise<MapPixels> {
    const { x, y, size, share, from, limit } = wanted
    const thread = this.threads.reduce((least, each) => (each.waiting < least.waiting ? each : least))
    const answer = await thread.ask({
      experiment: aloneOf(mapped, 0),
      table,
      spec: { x, y, size, share },
      from,
      limit,
    })
    if (answer?.ok) return answer.pixels
    if (this.closing) throw new Fault('conflict', 'the lab is closing; start it again to see this map')
    if (answer?.slow) {
      const message = `one run of ${mapped.iterations} updates takes more than two seconds, too long for a map; ask for fewer updates`
      throw new Fault('limit', message)
    }
    throw new Fault(
      'internal',
      `the map could not be worked out: ${answer?.error.message ?? 'its thread ended'}`,
    )
  }

  async close(): Promise<void> {
    this.closing = true
    await Promise.all(this.threads.map((thread) => thread.close()))
  }
}
