import { upper } from './terminal-text'
import Table from 'cli-table3'
import { duelsAt, hardestFirst, standingsOf, targetText } from '@core/comparison/standings'
import { tournamentOf, trialCounts, type Tournament } from '@core/comparison/tournament'
import { rulesText } from '@core/comparison/tournament-rules'
import { verdictSentence } from '@core/comparison/wording'
import { plain } from '@core/plain-text'
import type { SweepDetail, SweepResults } from '../../contract'

/** The pairs that are told apart, a sentence each, and how many are not. */
function duelsText(tournament: Tournament, target: number, problem: number | undefined): readonly string[] {
  const verdicts = duelsAt(tournament, { target, problem })
  const better = verdicts.filter(({ kind }) => kind === 'better')
  const tied = verdicts.filter(({ kind }) => kind === 'tied').length
  const rest = verdicts.length - better.length - tied
  return [
    '',
    `${problem === undefined ? 'All problems' : tournament.problems[problem]}: ${better.length} of ${verdicts.length} pairs told apart, ${tied} tied, ${rest} not decided${better.length > 0 ? ':' : '.'}`,
    ...better.map((verdict) => `  ${upper(verdictSentence(verdict))}.`),
  ]
}

/** What a person reads after a tournament: its rules, its table, and a sentence for each pair of methods that is told apart. */
export function tournamentSummary(
  { options, methods, problemLabels }: SweepDetail,
  results: SweepResults,
): string | undefined {
  const { tournament: rules } = options
  if (!rules) return undefined
  const parts = {
    runs: results,
    options: { ...options, tournament: rules },
    methods,
    problems: problemLabels,
  }
  const tournament = tournamentOf(parts)
  const [hardest] = hardestFirst(tournament)
  const table = new Table({
    head: ['method', 'targets reached', 'ECDF area', '95 % interval', 'mean rank'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const { method, solved, of, area, interval, rank } of standingsOf(tournament))
    table.push([
      plain(method),
      `${solved} of ${of}`,
      area.toFixed(3),
      interval ? interval.map((end) => end.toFixed(3)).join(' to ') : '',
      Number.isNaN(rank) ? '' : rank.toFixed(2),
    ])
  const told =
    hardest === undefined
      ? []
      : [undefined, ...problemLabels.keys()].flatMap((problem) => duelsText(tournament, hardest, problem))
  return [
    `${upper(rulesText(tournament, options, trialCounts(parts)))}.`,
    table.toString(),
    ...(hardest === undefined
      ? ['The sweep has no targets: nothing is ranked.']
      : [`Ranks and what follows are by what it took to ${targetText(tournament.targets[hardest])}.`]),
    ...told.map(plain),
  ].join('\n')
}
