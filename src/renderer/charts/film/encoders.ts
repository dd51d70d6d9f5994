/** Takes one frame after the other, each shown for the same time. */
export interface FilmEncoder {
  add(canvas: OffscreenCanvas): Promise<void>
  finish(): Promise<Blob>
  /** Lets go of what it holds, finished or not. */
  close(): void
}

export interface FilmFormat {
  readonly id: 'gif' | 'webm'
  readonly label: string
  readonly framesASecond: number
  /** Device pixels a CSS pixel. */
  readonly scale: number
  /** @throws where this window has no encoder for it */
  open(width: number, height: number): Promise<FilmEncoder>
}

const frame = { gif: 10, webm: 15 }

async function openGif(width: number, height: number): Promise<FilmEncoder> {
  // Both only when somebody asks for a film.
  const [{ Encoder }, { default: workerUrl }] = await Promise.all([
    import('modern-gif'),
    import('modern-gif/worker?url'),
  ])
  const encoder = new Encoder({ width, height, looped: true, workerUrl })
  const drawn = (canvas: OffscreenCanvas): ImageData['data'] => {
    const context = canvas.getContext('2d')
    if (!context) throw new Error('This window can’t draw pictures: it has no canvas.')
    return context.getImageData(0, 0, width, height).data
  }
  return {
    add: (canvas) => encoder.encode({ data: drawn(canvas), delay: 1_000 / frame.gif }),
    finish: () => encoder.flush('blob'),
    close: () => undefined,
  }
}

/** Codecs that WebM has, the better one first, as WebCodecs and Matroska call them. */
const codecs = [
  { codec: 'vp09.00.40.08', matroska: 'V_VP9' },
  { codec: 'vp8', matroska: 'V_VP8' },
] as const
const bitsAPixel = 0.15
const keyFrameEvery = 30
/** Frames that may wait for the encoder. */
const mostWaiting = 4

async function openWebm(width: number, height: number): Promise<FilmEncoder> {
  const { ArrayBufferTarget, Muxer } = await import('webm-muxer')
  if (!('VideoEncoder' in globalThis)) throw new Error('This window can’t encode video: take the GIF.')
  const rate = { framerate: frame.webm, bitrate: Math.round(width * height * frame.webm * bitsAPixel) }
  const configs = codecs.map(({ codec, matroska }) => ({
    matroska,
    config: { codec, width, height, ...rate },
  }))
  const answers = await Promise.all(configs.map(({ config }) => VideoEncoder.isConfigSupported(config)))
  const chosen = configs.find((_, index) => answers[index].supported === true)
  if (!chosen) throw new Error('This window has no encoder for WebM of this size: take the GIF.')

  const target = new ArrayBufferTarget()
  const muxer = new Muxer({
    target,
    video: { codec: chosen.matroska, width, height, frameRate: frame.webm },
  })
  let failed: unknown
  const encoder = new VideoEncoder({
    output: (chunk, about) => muxer.addVideoChunk(chunk, about),
    error: (error) => (failed = error),
  })
  encoder.configure(chosen.config)
  let frames = 0
  return {
    async add(canvas) {
      while (failed === undefined && encoder.encodeQueueSize > mostWaiting)
        await new Promise((resolve) => encoder.addEventListener('dequeue', resolve, { once: true }))
      if (failed !== undefined) throw failed
      const duration = 1e6 / frame.webm
      const image = new VideoFrame(canvas, { timestamp: frames * duration, duration })
      encoder.encode(image, { keyFrame: frames % keyFrameEvery === 0 })
      image.close()
      frames += 1
    },
    async finish() {
      await encoder.flush()
      muxer.finalize()
      return new Blob([target.buffer], { type: 'video/webm' })
    },
    close() {
      if (encoder.state !== 'closed') encoder.close()
    },
  }
}

export const filmFormats: readonly FilmFormat[] = [
  { id: 'webm', label: 'WebM', framesASecond: frame.webm, scale: 2, open: openWebm },
  { id: 'gif', label: 'GIF', framesASecond: frame.gif, scale: 1, open: openGif },
]
