import { eventNames } from '../../../src/main/contract'
import { dispatch, failure } from '../../../src/main/lab/dispatch'
import { openLab, type Lab } from '../../../src/main/lab/lab'
import { onFrames, writeFrame } from './frames'
import type { Asked, SentFile, SentOptions, Told } from './messages'

/** The real lab, in a process beside a window whose own Node is too old for its database. */

let lab: Lab | undefined
let busy = false

type Telling = Told extends infer Each ? (Each extends Told ? Omit<Each, 'busy'> : never) : never

function tell(message: Telling, done?: () => void): void {
  busy = lab?.busy() ?? false
  writeFrame(process.stdout, { ...message, busy }, done)
}

async function open({ worker, reader, ...rest }: SentOptions): Promise<null> {
  lab = await openLab({ ...rest, worker: new URL(worker), ...(reader ? { reader: new URL(reader) } : {}) })
  for (const name of eventNames) lab.on(name, (payload) => tell({ tell: 'event', name, payload }))
  return null
}

async function fileAt(address: string): Promise<SentFile> {
  const file = await lab?.file(address)
  if (!file) return null
  const pieces: Uint8Array[] = []
  for await (const piece of file.pieces) pieces.push(piece)
  return { type: file.type, bytes: Buffer.concat(pieces) }
}

async function answer(asked: Asked): Promise<void> {
  const { id } = asked
  try {
    switch (asked.ask) {
      case 'open':
        tell({ tell: 'answer', id, result: { ok: true, value: await open(asked.options) } })
        break
      case 'call': {
        if (!lab) throw new Error('the lab is not open')
        tell({ tell: 'answer', id, result: await dispatch(lab.handlers, asked.name, asked.input) })
        break
      }
      case 'file':
        tell({ tell: 'answer', id, result: { ok: true, value: await fileAt(asked.address) } })
        break
      case 'close':
        await lab?.close()
        tell({ tell: 'answer', id, result: { ok: true, value: null } }, () => process.exit(0))
    }
  } catch (error) {
    tell({ tell: 'answer', id, result: failure(asked.ask, error) })
  }
}

// A terminal tells every process of its group: this one ends with the window.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// The window was killed, and so would have been the lab in it.
const killed = (): void => void process.kill(process.pid, 'SIGKILL')
process.stdin.on('close', killed)
process.stdout.on('error', killed)
setInterval(() => {
  if ((lab?.busy() ?? false) !== busy) tell({ tell: 'busy' })
}, 10).unref()
onFrames(process.stdin, (message) => void answer(message as Asked))
