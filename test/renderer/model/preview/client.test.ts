import { describe, expect, it } from 'vitest'
import { createPreviewClient, type Question } from '../../../../src/renderer/model/preview/client'
import type { FromPreview, ToPreview } from '../../../../src/renderer/model/preview/protocol'
import { experimentWith } from '../../../support/experiments'

/** The thread's side, which answers when it is told to. */
class Thread extends EventTarget {
  readonly asked: ToPreview[] = []
  ended = false
  postMessage(message: ToPreview): void {
    this.asked.push(message)
  }
  terminate(): void {
    this.ended = true
  }
  answer(said: FromPreview): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: said }))
  }
  get tickets(): readonly number[] {
    return this.asked.flatMap((message) => (message.kind === 'preview' ? [message.ticket] : []))
  }
}

const source = { objective: { id: 'square' }, table: undefined }

function opened() {
  const threads: Thread[] = []
  const client = createPreviewClient(() => {
    const thread = new Thread()
    threads.push(thread)
    return thread as unknown as Worker
  })
  const heard: string[] = []
  const ask = (name: string, from = source): void =>
    client.ask({
      source: from,
      experiment: experimentWith(),
      places: [0],
      hear: (_, over) => heard.push(over ? `${name} over` : name),
      fail: (why) => heard.push(`${name} failed: ${why}`),
    } satisfies Question)
  return { client, threads, ask, heard }
}

describe('asking for previews', () => {
  it('of questions that come faster than answers, asks the newest', () => {
    const { threads, ask, heard } = opened()
    for (const name of ['a', 'b', 'c']) ask(name)
    const [thread] = threads
    expect(thread.tickets).toEqual([1])
    thread.answer({ ticket: 1, curves: [], over: false })
    expect(thread.tickets).toEqual([1, 2])
    // The rest of the first comes too late.
    thread.answer({ ticket: 1, curves: [], over: true })
    thread.answer({ ticket: 2, curves: [], over: true })
    expect(heard).toEqual(['a', 'c over'])
  })

  it('sends the objective once, and another one before what is asked of it', () => {
    const { threads, ask } = opened()
    const [thread] = [(ask('a'), threads[0])]
    thread.answer({ ticket: 1, curves: [], over: true })
    ask('b')
    thread.answer({ ticket: 2, curves: [], over: true })
    ask('c', { ...source })
    expect(thread.asked.map(({ kind }) => kind)).toEqual([
      'objective',
      'preview',
      'preview',
      'objective',
      'preview',
    ])
  })

  it('hears nothing that it has forgotten, and asks again after a failure of the thread', () => {
    const { client, threads, ask, heard } = opened()
    ask('a')
    client.forget()
    threads[0].answer({ ticket: 1, curves: [], over: true })
    ask('b')
    threads[0].dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }))
    expect(threads[0].ended).toBe(true)
    ask('c')
    expect(threads).toHaveLength(2)
    threads[1].answer({ ticket: 3, curves: [], over: true })
    expect(heard).toEqual(['b failed: out of memory', 'c over'])
  })
})
