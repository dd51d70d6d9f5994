import { Kernels } from '../batch'
import { valuesOf, type MapAxis } from './axes'
import { orderOf, type MapOrder } from './order'

/** Axes of which the values are kept. */
const most = 8

/** What one call for pixels of a map leaves for the next: one thread's. */
export class Known {
  readonly kernels = new Kernels()
  private order: MapOrder | undefined
  /** By axis and size; the oldest first. */
  private readonly values = new Map<string, readonly number[]>()

  orderOf(columns: number, rows: number): MapOrder {
    const { order } = this
    if (order?.columns === columns && order.rows === rows) return order
    return (this.order = orderOf(columns, rows))
  }

  valuesOf(axis: MapAxis, size: number): readonly number[] {
    const key = JSON.stringify([axis, size])
    const found = this.values.get(key)
    if (found) return found
    const made = valuesOf(axis, size)
    this.values.set(key, made)
    const [oldest] = this.values.keys()
    if (this.values.size > most) this.values.delete(oldest)
    return made
  }
}
