/** Items that wait, group by group: each group keeps its order, and the groups take turns. */
export class FairQueue<Item> {
  private groups = new Map<object, Item[]>()

  get isEmpty(): boolean {
    return this.groups.size === 0
  }

  add(group: object, item: Item): void {
    const waiting = this.groups.get(group)
    if (waiting) waiting.push(item)
    else this.groups.set(group, [item])
  }

  /** Puts an item at the head of its group, and the group at the head of all. */
  putBack(group: object, item: Item): void {
    const waiting = [item, ...(this.groups.get(group) ?? [])]
    this.groups.delete(group)
    this.groups = new Map([[group, waiting], ...this.groups])
  }

  /** Takes out the next item that will do; the turn is then another group's. */
  take(willDo: (item: Item) => boolean): Item | undefined {
    for (const [group, waiting] of this.groups) {
      const index = waiting.findIndex(willDo)
      if (index < 0) continue
      const [item] = waiting.splice(index, 1)
      this.groups.delete(group)
      if (waiting.length > 0) this.groups.set(group, waiting)
      return item
    }
    return undefined
  }

  /** One that does not wait is no error. */
  remove(group: object, item: Item): void {
    const waiting = this.groups.get(group)?.filter((each) => each !== item)
    if (!waiting) return
    if (waiting.length > 0) this.groups.set(group, waiting)
    else this.groups.delete(group)
  }
}
