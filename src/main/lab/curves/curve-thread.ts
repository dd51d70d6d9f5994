import { parentPort, workerData } from 'node:worker_threads'
import { giveWay } from '../../../worker/priority'
import type { CallResult } from '../../contract'
import { openSecondConnection } from '../../store'
import type { FromDatabaseThread, Question, ThreadData, ToDatabaseThread } from '../database-thread'
import { createCurveAnswers } from './curve-answers'
import { failure } from '../dispatch'
import { record } from '../runs/recording'

/** The thread entry: does what the main thread asks of the database, on a connection of its own. */

if (!parentPort) throw new Error('this file must run as a worker thread')
const port = parentPort
const { database, waits } = workerData as ThreadData
const store = openSecondConnection(database)
if (waits) giveWay()
else store.neverWait()
const answers = createCurveAnswers(store)
const underway = new Set<Promise<void>>()

/** All numbers in an answer lie in memory of their own, which can change hands. */
function buffersIn(value: unknown): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : []
}

function valueOf(question: Question): unknown {
  if (question.type === 'record') return record(store, question.recording)
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
port.postMessage({ id: 0, result: { ok: true, value: null } } satisfies FromDatabaseThread)
