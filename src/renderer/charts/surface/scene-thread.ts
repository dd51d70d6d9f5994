import { Scene3d } from './scene3d'
import type { FromScene, SceneUpdate, ToScene } from './scene-protocol'

/** The thread that draws one surface in three dimensions, so that the page never waits for its pictures. */

let scene: Scene3d | undefined
let canvas: OffscreenCanvas | undefined

const reply = (said: FromScene, transfer: Transferable[] = []): void => self.postMessage(said, { transfer })

async function draw(update: SceneUpdate): Promise<void> {
  if (!scene || !canvas) return
  scene.show(update)
  if (!update.keep) {
    reply({ kind: 'drawn', view: update.view })
    return
  }
  const picture = await createImageBitmap(canvas)
  reply({ kind: 'drawn', view: update.view, picture }, [picture])
}

async function hear(message: ToScene): Promise<void> {
  try {
    if (message.kind === 'canvas') {
      canvas = message.canvas
      scene = new Scene3d(canvas)
    } else await draw(message)
  } catch (error) {
    reply({ kind: 'failed', why: error instanceof Error ? error.message : String(error) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<ToScene>) => void hear(data))
