import { iterationOf } from '@core/plan'
import { pythonNumber } from '@core/python'
import { numbersAPiece, type RunToWrite } from '../contract'
import { indented, listLines, textLiteral } from './text'

/** Recorded losses of a run that a script asserts, the last one besides. */
const mostAsserted = 1_000

/** Numbers of recorded points, evenly chosen, the first and the last among them. */
function chosen(points: number): readonly number[] {
  const step = Math.max(1, Math.ceil((points - 1) / mostAsserted))
  const even = Array.from({ length: Math.ceil(points / step) }, (_, index) => index * step)
  return even.at(-1) === points - 1 ? even : [...even, points - 1]
}

/** The losses at some recorded points, with a pause after each reading: of a few milliseconds. */
function* lossesAt(
  { record, read }: RunToWrite,
  places: readonly number[],
): Generator<undefined, readonly number[]> {
  const most = numbersAPiece / record.series.length
  const losses: number[] = []
  for (let from = 0; from < places.length;) {
    const beyond = places.findIndex((place) => place >= places[from] + most)
    const to = beyond < 0 ? places.length : Math.max(beyond, from + 1)
    const { loss } = read(places[from], places[to - 1] - places[from] + 1)
    for (let at = from; at < to; at++) losses.push(loss[places[at] - places[from]])
    from = to
    yield
  }
  return losses
}

/** The entry of `RUNS`: where the run's positions come from, and what they must come to. */
export function* recordedLines(
  run: RunToWrite,
  { label, positions, loss }: { readonly label: string; readonly positions: string; readonly loss: string },
): Generator<undefined, readonly string[]> {
  const { points, recordEvery, iterations } = run.record
  const places = chosen(points)
  const losses = yield* lossesAt(run, places)
  return [
    '{',
    ...indented([
      `"label": ${textLiteral(label)},`,
      `"positions": ${positions},`,
      `"loss": ${loss},`,
      '"iterations": [',
      ...indented(listLines(places.map((place) => String(iterationOf(place, recordEvery, iterations))))),
      '],',
      '"losses": [',
      ...indented(listLines(losses.map(pythonNumber))),
      '],',
    ]),
    '},',
  ]
}

/** How far a loss may be from its record. */
export const toleranceLines: readonly string[] = [
  '# A loss may differ from its record by this share of it, or of FLOOR times the loss at the start;',
  '# more only where a start that is NUDGE away would change it as much: such a run magnifies rounding.',
  'TOLERANCE, FLOOR, NUDGE = 1e-6, 1e-6, 1e-15',
]

/** Makes the runs again and holds their losses against those that were recorded. */
export const checkLines: readonly string[] = `def losses_of(run, nudge=0.0):
    """The losses of a run made again, at the iterations of its record."""
    wanted = set(run["iterations"])
    made = enumerate(run["positions"](nudge))
    with np.errstate(all="ignore"):
        return np.array([float(run["loss"](theta)) for update, theta in made if update in wanted])


def differences(found, recorded):
    """How far losses are from their records, as shares; 0 where neither is finite."""
    size = np.maximum(np.abs(recorded), max(FLOOR * np.abs(recorded[0]), 1e-300))
    with np.errstate(all="ignore"):
        shares = np.abs(found - recorded) / size
    return np.where((found == recorded) | ~(np.isfinite(found) | np.isfinite(recorded)), 0.0, shares)


def allowed(run, found):
    """How far each loss may be from its record: what a thousand roundings at the start would do to it."""
    felt = differences(losses_of(run, NUDGE), found)
    return np.maximum(TOLERANCE, np.maximum.accumulate(np.where(np.isnan(felt), np.inf, 1000 * felt)))


def main():
    """Makes every run again, prints how it ends, and asserts that its losses are the recorded ones."""
    print(f"{'final loss':>24} {'recorded':>24} {'difference':>10}  run")
    faults = []
    for run in RUNS:
        found, recorded = losses_of(run), np.array(run["losses"])
        shares = differences(found, recorded)
        run["found"] = found
        print(f"{found[-1]:24.17g} {recorded[-1]:24.17g} {np.max(shares):10.1e}  {run['label']}")
        if np.all(shares <= TOLERANCE):
            continue
        first = run["iterations"][np.flatnonzero(~(shares <= TOLERANCE))[0]]
        beyond = np.flatnonzero(~(shares <= allowed(run, found)))
        if len(beyond) == 0:
            print(f"    It magnifies rounding: from iteration {first} on it can't be held to its record.")
        for place in beyond[:1]:
            faults.append(
                f"{run['label']}: at iteration {run['iterations'][place]} the loss is "
                f"{float(found[place])!r}, recorded was {float(recorded[place])!r}"
            )
    assert not faults, "\\n".join(faults)
    print(f"All losses are the recorded ones, within {TOLERANCE}, as far as rounding lets them.")`.split('\n')
