import type { Experiment, ObjectiveSpec } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import PreviewThread from './preview-thread?worker'
import type { FromPreview, ToPreview } from './protocol'
import type { PreviewCurve } from './work'

/** Where an objective comes from; the same one for as long as it is the same objective. */
export interface PreviewSource {
  readonly objective: ObjectiveSpec
  readonly table: Table | undefined
}

export interface Question {
  readonly source: PreviewSource
  readonly experiment: Experiment
  readonly places: readonly number[]
  /** The curves that have changed, time and again until it is over; never after another question. */
  hear(curves: readonly PreviewCurve[], over: boolean): void
  /** Why there will be none. */
  fail(why: string): void
}

/** Asks for previews: of questions that come faster than answers, the newest. */
export interface PreviewClient {
  ask(question: Question): void
  /** No answer is wanted any more. */
  forget(): void
}

/** @param start makes the thread, with the first question */
export function createPreviewClient(start: () => Worker = () => new PreviewThread()): PreviewClient {
  let thread: Worker | undefined
  let known: PreviewSource | undefined
  let ticket = 0
  /** Whose answers are on their way, and whether the first of them is there. */
  let current: Question | undefined
  let isAnswered = true
  let next: Question | undefined

  const send = (message: ToPreview): void => thread?.postMessage(message)

  function begin(question: Question): void {
    next = undefined
    thread ??= started()
    if (known !== question.source) {
      known = question.source
      send({ kind: 'objective', ...question.source })
    }
    current = question
    isAnswered = false
    ticket++
    send({ kind: 'preview', ticket, experiment: question.experiment, places: question.places })
  }

  function hear(said: FromPreview): void {
    if (said.ticket !== ticket) return
    isAnswered = true
    if ('error' in said) current?.fail(said.error)
    else current?.hear(said.curves, said.over)
    if (next) begin(next)
  }

  function started(): Worker {
    const made = start()
    made.addEventListener('message', ({ data }: MessageEvent<FromPreview>) => hear(data))
    made.addEventListener('error', ({ message }) => {
      current?.fail(message || 'the thread did not start')
      // The next question starts another one.
      made.terminate()
      thread = known = undefined
      isAnswered = true
      next = undefined
    })
    return made
  }

  return {
    ask(question) {
      if (isAnswered) begin(question)
      else next = question
    },
    forget() {
      current = next = undefined
    },
  }
}
