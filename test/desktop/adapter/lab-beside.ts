import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { app } from 'electron'
import { contract, type CallName, type CallResult, type LabHandlers } from '../../../src/main/contract'
import { Fault } from '../../../src/main/faults'
import type { Lab, LabOptions } from '../../../src/main/lab/lab'
import { onFrames, writeFrame } from './frames'
import type { Asked, SentFile, Told } from './messages'

/** Stands in for the lab in the window's process: what it is asked, the lab in the process beside it answers. */

export type { Lab }

/** What the desktop shell uses of the lab. */
type ShellLab = Pick<Lab, 'handlers' | 'on' | 'file' | 'busy' | 'close'>

type Asking = Asked extends infer Each ? (Each extends Asked ? Omit<Each, 'id'> : never) : never

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function valueOf(result: CallResult): unknown {
  if (result.ok) return result.value
  const { kind, message, issues } = result.error
  throw new Fault(kind, message, issues)
}

export async function openLab({ worker, reader, database, shell, resources }: LabOptions): Promise<ShellLab> {
  const { TEST_NODE: node } = process.env
  if (node === undefined) throw new Error('TEST_NODE names no Node for the lab')
  // Not over Node's own channel: this Electron dies of what is serialized for it.
  const child = spawn(node, [join(app.getAppPath(), 'lab.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const events = new EventEmitter().setMaxListeners(0)
  const waiting = new Map<number, PromiseWithResolvers<CallResult>>()
  let count = 0
  let busy = false
  let closing: Promise<void> | undefined

  const ask = async (asking: Asking): Promise<unknown> => {
    const id = ++count
    const answered = Promise.withResolvers<CallResult>()
    waiting.set(id, answered)
    writeFrame(child.stdin, { id, ...asking })
    return valueOf(await answered.promise)
  }

  function hear(told: Told): void {
    busy = told.busy
    if (told.tell === 'event') events.emit(told.name, told.payload)
    if (told.tell === 'answer') {
      waiting.get(told.id)?.resolve(told.result)
      waiting.delete(told.id)
    }
  }

  onFrames(child.stdout, (message) => hear(message as Told))
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error("the lab's process has ended"))
  })
  const options = { database, shell, resources, worker: worker.href, reader: reader?.href }
  await ask({ ask: 'open', options })
  const handlers = Object.fromEntries(
    (Object.keys(contract) as CallName[]).map((name) => [
      name,
      (input: unknown) => ask({ ask: 'call', name, input }),
    ]),
  ) as unknown as LabHandlers
  return {
    handlers,
    on(name, listener) {
      events.on(name, listener)
      return () => events.off(name, listener)
    },
    async file(address) {
      const file = (await ask({ ask: 'file', address })) as SentFile
      return file ? { type: file.type, pieces: only(file.bytes) } : undefined
    },
    busy: () => busy,
    close: () => (closing ??= ask({ ask: 'close' }).then(() => ended)),
  }
}
