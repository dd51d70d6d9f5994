import { test } from 'vitest'
import { objectiveById } from '@core/objectives'
test('x', () => {
  const kind = objectiveById('formula')!
  for (const o of [{}, {text:'sin(x) y^2'}, {text: 'abs(x)'}, {text:'log(x)'}, {text:'x - log(x)'}, {text: '100(y-x^2)^2+(1-x)^2'}, {text:'x^4'}, {text:'(x^2+y-11)^2+(x+y^2-7)^2'},{text:'sum(100(x[i+1]-x[i]^2)^2+(1-x[i])^2, i, 1, n-1)', dimension: 10},{text:'sum(100(x[i+1]-x[i]^2)^2+(1-x[i])^2, i, 1, n-1)', dimension: 1000},{text:'10 n + sum(x[i]^2 - 10 cos(2 pi x[i]), i, 1, n)', dimension: 2}]) {
    const t = performance.now()
    const obj = kind.create(kind.options.parse(o))
    const a = performance.now()
    const d = obj.domain.slice(0, 2), s = obj.defaultStart.slice(0,2), f = obj.foundMinima!
    console.log(JSON.stringify(o), (a-t).toFixed(1), (performance.now()-a).toFixed(1), JSON.stringify(d), JSON.stringify(s), JSON.stringify(f).slice(0,300))
  }
})
