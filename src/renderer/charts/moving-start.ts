/** What a picture tells of a start that is moved on it. */
export interface StartEvents {
  /** It is to be there; undefined: back to the drawn ones. */
  start(theta: number[] | undefined): void
  /** It is on its way to somewhere. */
  move(theta: number[]): void
  keep(): void
  drop(): void
}

/** The keys with which a start is moved, in words. */
export const movingKeys = 'S takes hold of the start: arrow keys move it, Enter keeps it, Escape puts it back'

/** Which way an arrow key leads, as seen on the screen; undefined for any other key. */
export function directionOf(key: string): { readonly across: number; readonly up: number } | undefined {
  switch (key) {
    case 'ArrowRight':
      return { across: 1, up: 0 }
    case 'ArrowLeft':
      return { across: -1, up: 0 }
    case 'ArrowUp':
      return { across: 0, up: 1 }
    case 'ArrowDown':
      return { across: 0, up: -1 }
    default:
      return undefined
  }
}

/** Takes hold of the start by a key and moves it with others, until it is kept or dropped. */
export class HeldStart {
  private held = false

  /**
   * @param canMove whether there is a start to take hold of
   * @param move by so many strides
   */
  constructor(
    private readonly canMove: () => boolean,
    private readonly move: (across: number, up: number, fine: boolean) => void,
    private readonly events: Pick<StartEvents, 'keep' | 'drop'>,
  ) {}

  /** True when the key meant something. */
  key(key: string, fine: boolean): boolean {
    if (key === 's' || key === 'S') {
      if (!this.canMove()) return false
      this.held = true
      this.move(0, 0, fine)
      return true
    }
    if (!this.held) return false
    const way = directionOf(key)
    if (way) this.move(way.across, way.up, fine)
    else if (key === 'Enter' || key === 'Escape') {
      this.held = false
      if (key === 'Enter') this.events.keep()
      else this.events.drop()
    } else return false
    return true
  }
}

/** The events as a chart emits them. */
export const startEvents = (emit: Emit): StartEvents => ({
  start: (theta) => emit('start', theta),
  move: (theta) => emit('move', theta),
  keep: () => emit('keep'),
  drop: () => emit('drop'),
})

type Emit = ((event: 'start', theta: number[] | undefined) => void) &
  ((event: 'move', theta: number[]) => void) &
  ((event: 'keep') => void) &
  ((event: 'drop') => void)
