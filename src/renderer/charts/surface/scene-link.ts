import type { FromScene, SceneUpdate, ToScene } from './scene-protocol'
import SceneThread from './scene-thread?worker'
import type { View } from './view'

interface Listener {
  /** A picture of this view is on the canvas. */
  drawn(view: View): void
  failed(why: string): void
  /** It was asked to draw while it still drew, and is free now. */
  free(): void
}

/** The thread that draws a scene, one picture after the other. */
export class SceneLink {
  private thread: Worker | undefined
  private busy = false
  private again = false
  private onKept: ((picture: ImageBitmap | Error) => void) | undefined

  constructor(private readonly listener: Listener) {}

  get isOpen(): boolean {
    return this.thread !== undefined
  }

  open(canvas: HTMLCanvasElement): void {
    const thread = new SceneThread()
    thread.addEventListener('message', ({ data }: MessageEvent<FromScene>) => this.hear(data))
    thread.addEventListener('error', ({ message }) => this.listener.failed(message))
    this.thread = thread
    const offscreen = canvas.transferControlToOffscreen()
    this.send({ kind: 'canvas', canvas: offscreen }, [offscreen])
  }

  /** Draws what is made for it, unless it still draws: `free` is called then once it can. */
  draw(make: () => SceneUpdate | undefined): void {
    if (this.busy) {
      this.again = true
      return
    }
    const update = make()
    if (!update) return
    this.busy = true
    this.send({ kind: 'draw', ...update })
  }

  /** One picture to keep, which the caller closes. */
  picture(update: SceneUpdate): Promise<ImageBitmap> {
    return new Promise((resolve, reject) => {
      this.onKept = (kept) => {
        this.onKept = undefined
        if (kept instanceof Error) reject(kept)
        else resolve(kept)
      }
      this.send({ kind: 'draw', ...update })
    })
  }

  close(): void {
    this.thread?.terminate()
    this.thread = undefined
  }

  private send(said: ToScene, transfer: Transferable[] = []): void {
    this.thread?.postMessage(said, transfer)
  }

  private hear(said: FromScene): void {
    this.busy = false
    if (said.kind === 'failed') {
      this.onKept?.(new Error(said.why))
      this.listener.failed(said.why)
      return
    }
    if (said.picture) this.onKept?.(said.picture)
    else this.listener.drawn(said.view)
    if (this.again) this.listener.free()
    this.again = false
  }
}
