import { test } from 'vitest'
import { readExperiment } from '../../src/main/lab/experiment-file'
test('x', () => {
  const ts = ['{"a": [1, NaN]}', '', '  ', '{', '{"a":1,}', '{"a":1 "b":2}', '// c\n{}', '{"a": 01}', 'x'.repeat(100), '{"start": [0, NaN],\n ' + '"x": 1}', '{"runs": [{"hyper": {"lr": .5}}]}', '{"runs": [{"hyper": {"lr": -Infinity}}]}', '{"a": \'x\'}', '{"a": 1}}', '{"a": "x\ny"}', '{"a": tru}', "{a: 1}", '{"a" 1}', '[1,,2]', '{"iterations": 1_000}', '{"a": 1} trailing', '{"runs": [{"hyper": {"lr": 1e999}}]}', '{"a": "\\q"}', '{"a": "unterminated', '{"a": +1}', '{"a":1,,"b":2}', '<html>', '{"a": 0x10}', '{"a": 1.}']
  for (const t of ts) { const r = readExperiment(t); console.log(JSON.stringify(t).slice(0, 50).padEnd(52), r.ok ? 'ok' : r.issues.slice(0, 2).map((i) => `${i.path} :: ${i.message}`).join(' | ')) }
})
