import { parentPort, workerData } from 'node:worker_threads'
import { giveWay } from '../../../worker/priority'
import type { CallResult } from '../../contract'
import { openSecondConnection, type Whereabouts } from '../../store'
import { failure } from '../dispatch'
import { createCurveAnswers } from './curve-answers'
import type { FromDatabaseThread, Question, ToDatabaseThread } from './database-thread'

/** The thread entry: answers what the `CurveReader` asks, on a connection of its own. */

if (!parentPort) throw new Error('this file must run as a worker thread')
const port = parentPort
giveWay()
const store = openSecondConnection(workerData as Whereabouts)
const answers = createCurveAnswers(store)
const underway = new Set<Promise<void>>()

/** All numbers in an answer lie in memory of their own, which can change hands. */
function buffersIn(value: unknown): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : []
}

function valueOf(question: Question): unknown {
  if (question.type !== 'call')
    return question.type === 'rewrite' ? store.storage.rewrite() : store.checkpoint()
  // The handler takes the input of its own call; TypeScript can't follow the pair.
  const answer = answers[question.name] as (input: unknown) => unknown
  return answer(question.input)
}

async function resultOf(question: Question): Promise<CallResult> {
  try {
    return { ok: true, value: await valueOf(question) }
  } catch (error) {
    return failure(question.type === 'call' ? question.name : question.type, error)
  }
}

async function answer(question: Question): Promise<void> {
  const result = await resultOf(question)
  port.postMessage(
    { id: question.id, result } satisfies FromDatabaseThread,
    buffersIn(result) as ArrayBuffer[],
  )
}

async function close(): Promise<void> {
  await Promise.all(underway)
  store.close()
  port.close()
}

port.on('message', (message: ToDatabaseThread) => {
  if (message.type === 'close') return void close()
  const answering = answer(message).finally(() => underway.delete(answering))
  underway.add(answering)
})
