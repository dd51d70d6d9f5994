import Table from 'cli-table3'
import { duelsAt, hardestFirst, standingsOf, targetText } from '@core/comparison/standings'
import { tournamentOf, trialCounts } from '@core/comparison/tournament'
import { rulesText } from '@core/comparison/tournament-rules'
import { verdictSentence } from '@core/comparison/wording'
import { plain } from '@core/plain-text'
import type { SweepDetail, SweepResults } from '../../contract'

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** What a person reads after a tournament: its rules, its table, and a sentence for each pair of methods. */
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
  const problem = problemLabels.length === 1 ? 0 : undefined
  const sentences =
    hardest === undefined
      ? []
      : duelsAt(tournament, { target: hardest, problem }).map((verdict) => upper(verdictSentence(verdict)))
  return [
    `${upper(rulesText(tournament, options, trialCounts(parts)))}.`,
    table.toString(),
    ...(hardest === undefined
      ? ['no targets, so nothing is ranked']
      : [`Ranks and sentences by what it took to ${targetText(tournament.targets[hardest])}:`]),
    ...sentences.map((text) => plain(`${text}.`)),
  ].join('\n')
}
