export const kinds = ['lost', 'damaged', 'left over', 'unclear', 'hung or crashed'] as const
export type Kind = (typeof kinds)[number]

/** What must not be. */
export class Findings {
  private readonly found: { readonly kind: Kind; readonly text: string }[] = []

  add(kind: Kind, text: string): void {
    this.found.push({ kind, text })
  }

  count(kind: Kind): number {
    return this.found.filter((each) => each.kind === kind).length
  }

  get texts(): readonly string[] {
    return this.found.map(({ kind, text }) => `${kind}: ${text}`)
  }
}
