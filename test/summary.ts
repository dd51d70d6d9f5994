import { existsSync, readFileSync, rmSync } from 'node:fs'

/**
 * Run directly by node at the end of `npm test`: adds up what the two runners report, says
 * what was skipped and why, and closes with one line. `--reset` clears old reports first.
 */

interface Tally {
  passed: number
  failed: number
  skipped: number
}

const unitReport = 'test-results/unit.json'
const endToEndReport = 'test-results/e2e.json'

interface UnitReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

interface EndToEndReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly suites: readonly Suite[]
}

interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs?: readonly { readonly tests: readonly Test[] }[]
}

interface Test {
  readonly status: string
  readonly annotations: readonly { readonly type: string; readonly description?: string }[]
}

function read<Report>(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined
}

const testsIn = (suite: Suite): readonly Test[] => [
  ...(suite.specs ?? []).flatMap(({ tests }) => tests),
  ...(suite.suites ?? []).flatMap(testsIn),
]

/** How many tests say the same about themselves. */
function annotated(tests: readonly Test[], type: string, otherwise?: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { annotations } of tests) {
    const said = annotations.find((each) => each.type === type)?.description ?? otherwise
    if (said !== undefined) counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  return counts
}

/** Tests that can't be run on this machine, by their names; what is missing they say in their code. */
const skippedIn = ({ testResults }: UnitReport): readonly string[] =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'skipped' || status === 'pending')
    .map(({ fullName }) => fullName)

/** Files that failed before their first test. */
const brokenIn = ({ testResults }: UnitReport): number =>
  testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
    .length

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

if (process.argv.includes('--reset')) {
  for (const file of [unitReport, endToEndReport]) rmSync(file, { force: true })
  process.exit(0)
}

const unit = read<UnitReport>(unitReport)
const endToEnd = read<EndToEndReport>(endToEndReport)
if (!unit || !endToEnd) {
  say(`${unit ? endToEndReport : unitReport} is missing: not every suite ran`)
  process.exit(1)
}
const unitSkipped = skippedIn(unit)
const total: Tally = {
  passed: unit.numPassedTests + endToEnd.stats.expected,
  // A test that passes only at a second try has failed.
  failed: unit.numFailedTests + brokenIn(unit) + endToEnd.stats.unexpected + endToEnd.stats.flaky,
  skipped: unitSkipped.length + endToEnd.stats.skipped,
}
for (const name of unitSkipped) say(`skipped 1: ${name}`)
const tests = endToEnd.suites.flatMap(testsIn)
const skipped = tests.filter(({ status }) => status === 'skipped')
const run = tests.filter(({ status }) => status !== 'skipped')
for (const [reason, count] of annotated(skipped, 'skip', 'no reason given'))
  say(`skipped ${count}: ${reason}`)
for (const [runtime, count] of annotated(run, 'desktop')) say(`${count} on the desktop: ${runtime}`)
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)
