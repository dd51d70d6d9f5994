import { test } from 'vitest'
import { subjects, begin, advance } from './drive'
import { parabola, rosenbrock, leastSquares } from './problems'
test('scan', () => {
  for (const { name, dialect } of subjects) {
    const row: string[] = []
    for (const [p, start, goal, cap] of [[parabola, [0.7], 1e-6, 2000], [leastSquares, [0, 0], 1e-6, 5000], [rosenbrock, [-1.2, 1], 1e-3, 30000]] as const) {
      let best = [Infinity, 0]
      const lrs = 'lr' in dialect.hyper ? [1e-4,2e-4,5e-4,1e-3,2e-3,5e-3,0.01,0.02,0.05,0.1,0.2,0.3,0.5,1] : [0]
      for (const lr of lrs) {
        const run = begin(dialect, start, lr ? { lr } : {})
        let k = 0
        for (; k < cap; k += 1) { advance(dialect, p, run, 1); if (p.value(run.theta) - p.minimum! < goal) break }
        // must stay
        if (k < cap) { advance(dialect, p, run, 100); }
        const after = p.value(run.theta) - p.minimum!
        if (k < cap && k + 1 < best[0] && after < goal * 10) best = [k + 1, lr]
      }
      row.push(`${best[0]} @${best[1]}`)
    }
    console.log(name.padEnd(20), row.join(' | '))
  }
}, 300000)
