import { build } from 'vite'
import { join } from 'node:path'
const root = process.cwd()
const folder = join(root, 'node_modules/.bench-zz')
await build({ configFile: false, root, logLevel: 'error', resolve: { alias: { '@core': join(root, 'src/worker/core') } }, ssr: { noExternal: ['zod', /@tensorflow/] },
 build: { ssr: true, outDir: folder, rollupOptions: { input: { probe: join(root, 'test/bench/zz/probe.ts'), worker: join(root, 'src/worker/index.ts'), reader: join(root, 'src/main/lab/curves/curve-thread.ts') }, output: { format: 'es', entryFileNames: '[name].js' } } } })
