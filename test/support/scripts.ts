import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { descend } from '@core/descend'
import { objectiveById } from '@core/objectives'
import type { Table } from '@core/objectives/contract'
import type { RunRecord } from '../../src/main/contract'
import type { RunToWrite } from '../../src/main/lab/export/contract'
import type { Library } from '../../src/main/lab/export/python/library'
import { scriptOf } from '../../src/main/lab/export/python/script'
import { experimentWith, plansOf, tableFor } from './experiments'
import { inPython } from './python'

type Document = Readonly<Record<string, unknown>>

/** The runs of an experiment as exports are handed them, without a database in between. */
export function runsToWrite(document: Document, given?: Table): readonly RunToWrite[] {
  const experiment = experimentWith(document)
  const table = given ?? tableFor(experiment)
  return plansOf(experiment, table).map((plan, position) => {
    const losses: number[] = []
    let iterations = 0
    for (const { iteration, recorded, loss } of descend(plan).positions) {
      iterations = iteration
      if (recorded) losses.push(loss)
    }
    const { optimizer, label } = plan.run
    const { rows, dimension } = plan.objective
    const record = {
      id: position + 1,
      position,
      label,
      optimizer,
      experimentName: experiment.name,
      objectiveLabel: objectiveById(experiment.objective.id)?.label ?? '',
      rows,
      dimension,
      series: plan.series,
      recordEvery: plan.recordEvery,
      iterations,
      points: losses.length,
    } as RunRecord
    return {
      record,
      read: (first, count) => ({ loss: Float64Array.from(losses.slice(first, first + count)) }),
      remade: () => ({ plan, objective: experiment.objective, table }),
    }
  })
}

export const scriptText = (runs: readonly RunToWrite[], library: Library): string =>
  [...scriptOf(runs, library)].join('')

/** What a script printed, and how far its worst loss is from its record, as a share. */
export interface ScriptRun {
  readonly name: string
  readonly fault: string
  readonly worst: number
}

const runner = `
import contextlib, io, json, os, sys, traceback
import numpy as np
results = []
for name in sorted(os.listdir(sys.argv[1])):
    if not name.endswith(".py"):
        continue
    text, names, fault = open(os.path.join(sys.argv[1], name)).read(), {"__name__": "__main__"}, ""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(compile(text, name, "exec"), names)
        except Exception:
            fault = traceback.format_exc()
    runs = names.get("RUNS", [])
    worst = [float(np.max(names["differences"](run["found"], np.array(run["losses"])))) for run in runs if "found" in run]
    results.append({"name": name, "fault": fault, "worst": max(worst, default=1e300)})
print(json.dumps(results))
`

/** Runs scripts, by name, one after the other in one Python. */
export function inOnePython(
  python: string,
  folder: string,
  scripts: Readonly<Record<string, string>>,
): readonly ScriptRun[] {
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, `${name}.py`), text)
  return inPython(python, runner, folder) as readonly ScriptRun[]
}
