import { ReadableStream } from 'node:stream/web'

/** What the pages' answers use of the web's `Response`, which this Node lacks. */
export class BytesResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    private readonly content: Uint8Array | string | ReadableStream<Uint8Array> | null,
    init: { status?: number; headers?: Record<string, string> } = {},
  ) {
    this.status = init.status ?? 200
    this.headers = init.headers ?? {}
  }

  async bytes(): Promise<Buffer> {
    const { content } = this
    if (!(content instanceof ReadableStream)) return Buffer.from(content ?? '')
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    return Buffer.concat(pieces)
  }
}

Object.assign(globalThis, { Response: BytesResponse, ReadableStream })
