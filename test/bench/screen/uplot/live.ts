import uPlot from 'uplot'
import type { RunRecord } from '../../../../src/main/contract'
import { call, on, onConnection } from '../../../../src/renderer/client/lab'

/**
 * A page of uPlot's alone: the losses of the newest launch, as they come in from the lab, drawn with
 * the next animation frame. What the lab's own page draws besides (a surface, paths, a table) it does not.
 */

const width = 620
const height = 400
const colours = ['#2563eb', '#ea580c', '#16a34a', '#dc2626', '#7c3aed', '#0891b2']

/** Losses of a run, in an array that grows by doubling. */
class Losses {
  private values = new Float64Array(1_024)
  length = 0

  append(more: Float64Array): void {
    const length = this.length + more.length
    if (length > this.values.length) {
      const larger = new Float64Array(Math.max(length, 2 * this.values.length))
      larger.set(this.values.subarray(0, this.length))
      this.values = larger
    }
    this.values.set(more, this.length)
    this.length = length
  }

  first(count: number): Float64Array {
    return this.values.subarray(0, count)
  }
}

const losses = new Map<number, Losses>()
let iterations = Float64Array.from({ length: 1_024 }, (_, index) => index)
const records = new Map<number, RunRecord>()
let launch = 0
let plot: uPlot | undefined
let frame = 0
let reading = false
let again = false

/** As many lines as there are runs. */
function begin(): void {
  const runs = [...losses.keys()]
  plot?.destroy()
  const lines = runs.map((_, index) => ({ stroke: colours[index % colours.length], width: 1.75 }))
  const options: uPlot.Options = {
    width,
    height,
    scales: { x: { time: false }, y: { distr: 3 } },
    series: [{}, ...lines],
    legend: { show: false },
  }
  plot = new uPlot(options, [[], ...runs.map(() => [])] as unknown as uPlot.AlignedData, document.body)
}

function draw(): void {
  frame = 0
  // uPlot wants one x for all: as far as the longest line, where the others have nothing yet.
  const longest = Math.max(...[...losses.values()].map(({ length }) => length))
  if (longest > iterations.length)
    iterations = Float64Array.from({ length: 2 * longest }, (_, index) => index)
  const lines = [...losses.values()].map((each) => each.first(each.length))
  plot?.setData([iterations.subarray(0, longest), ...lines])
}

async function readOn(): Promise<void> {
  if (reading) {
    again = true
    return
  }
  reading = true
  do {
    again = false
    const runs = [...losses].map(([run, { length }]) => ({ run, first: length }))
    for (const { run, count, series } of await call('curves.read', { runs, series: ['loss'] })) {
      if (count === 0) continue
      losses.get(run)?.append(series.loss)
      again = true
    }
    if (frame === 0) frame = requestAnimationFrame(draw)
  } while (again)
  reading = false
  const isDone = [...records.values()].every(
    ({ id, status, points }) => status !== 'running' && losses.get(id)?.length === points,
  )
  const status = document.querySelector('[role="status"]')
  if (status) status.textContent = isDone ? 'Done' : ''
}

on('runs.changed', (runs) => {
  for (const run of runs) {
    if (run.launch > launch) {
      launch = run.launch
      losses.clear()
      records.clear()
    }
    if (run.launch === launch) records.set(run.id, run)
  }
  const fresh = [...records.keys()].filter((run) => !losses.has(run))
  for (const run of fresh) losses.set(run, new Losses())
  if (fresh.length > 0) begin()
  void readOn()
})
onConnection(() => document.body.setAttribute('data-ready', ''))
