import type { Sweep } from '@core/sweep/document'

/** A sweep without its data, which are in its tables: so it is small, and travels. */
export const withoutData = (sweep: Sweep): Sweep => ({
  ...sweep,
  experiment: { ...sweep.experiment, objective: { ...sweep.experiment.objective, data: undefined } },
  options: {
    ...sweep.options,
    problems: sweep.options.problems.map((problem) => ({
      ...problem,
      objective: { ...problem.objective, data: undefined },
    })),
  },
})
