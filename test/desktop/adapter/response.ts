/** What the pages' answers use of the web's `Response`, which this Node lacks. */
export class BytesResponse {
  readonly body: Uint8Array
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(body: Uint8Array | null, init: { status?: number; headers?: Record<string, string> } = {}) {
    this.body = body ?? new Uint8Array()
    this.status = init.status ?? 200
    this.headers = init.headers ?? {}
  }
}

Object.assign(globalThis, { Response: BytesResponse })
