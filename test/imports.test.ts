import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/** Who may import whom (the layout of the house), held by reading every import statement. */

const root = resolve(import.meta.dirname, '..')
const source = join(root, 'src')

interface Import {
  readonly file: string
  /** A path below src, or a package's name. */
  readonly target: string
  readonly typeOnly: boolean
}

const files = globSync('**/*.{ts,vue}', { cwd: source }).map((file) => file.replaceAll('\\', '/'))

function scriptOf(file: string): string {
  const text = readFileSync(join(source, file), 'utf8')
  if (!file.endsWith('.vue')) return text
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
}

/** The file below src that a relative or aliased specifier means; a package's name stays as it is. */
function resolved(file: string, specifier: string): string {
  const path = specifier.startsWith('@core/')
    ? join(source, 'worker/core', specifier.slice('@core/'.length))
    : specifier.startsWith('.')
      ? resolve(dirname(join(source, file)), specifier)
      : undefined
  if (path === undefined) return specifier
  const below = relative(source, path).replaceAll('\\', '/').replace(/\?.*$/, '')
  const found = [below, `${below}.ts`, `${below}/index.ts`].find((each) => files.includes(each))
  return found ?? `file:${below}`
}

function importsOf(file: string): Import[] {
  const tree = ts.createSourceFile(file, scriptOf(file), ts.ScriptTarget.Latest, true)
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) {
      found.push({ file, target: resolved(file, specifier.text), typeOnly })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause
      const names = clause?.namedBindings
      const everyNameIsType =
        clause !== undefined &&
        clause.name === undefined &&
        names !== undefined &&
        ts.isNamedImports(names) &&
        names.elements.every((element) => element.isTypeOnly)
      add(node.moduleSpecifier, clause?.isTypeOnly === true || everyNameIsType)
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly)
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

const imports = files.flatMap(importsOf)
const below = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const inCore = below('worker/core')
const inWorker = (path: string): boolean => below('worker')(path) && !inCore(path)
const inMain = below('main')
const inLaunch = below('main/launch')
const inRenderer = below('renderer')
const isPackage = (target: string): boolean => !files.includes(target) && !target.startsWith('file:')
const isNode = (target: string): boolean => target.startsWith('node:')

/** The imports of some files that a rule does not allow, as readable lines. */
const offending = (of: (file: string) => boolean, allowed: (each: Import) => boolean): string[] =>
  imports.filter((each) => of(each.file) && !allowed(each)).map(({ file, target }) => `${file} -> ${target}`)

describe('who may import whom', () => {
  test('the reader of imports sees them all', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(imports.length).toBeGreaterThan(files.length)
    expect(offending(inMain, ({ target }) => !inCore(target))).not.toEqual([])
  })

  test('the core is pure: itself and libraries without a runtime of their own', () => {
    const libraries = ['zod', '@msgpack/msgpack', '@lezer/lr', '@lezer/common']
    expect(offending(inCore, ({ target }) => inCore(target) || libraries.includes(target))).toEqual([])
  })

  test('the core has no variable that all who call it share', () => {
    const shared = files.filter((file) => inCore(file) && /^(export )?(let|var) /m.test(scriptOf(file)))
    expect(shared).toEqual([])
  })

  test('zod is had from where it is told that a page has no eval', () => {
    const elsewhere = (file: string): boolean => file !== 'worker/core/zod.ts'
    expect(offending(elsewhere, ({ target }) => target !== 'zod')).toEqual([])
  })

  test('the thread knows the core and node', () => {
    expect(offending(inWorker, ({ target }) => inCore(target) || inWorker(target) || isNode(target))).toEqual(
      [],
    )
  })

  test('main knows the core, what threads have in common, and itself', () => {
    const allowed = ({ target }: Import): boolean =>
      inCore(target) ||
      ['worker/protocol.ts', 'worker/priority.ts'].includes(target) ||
      inMain(target) ||
      isPackage(target) ||
      isData(target)
    expect(offending((file) => inMain(file) && !inLaunch(file), allowed)).toEqual([])
  })

  test('the launcher runs before anything is built: itself and packages only', () => {
    expect(offending(inLaunch, ({ target }) => inLaunch(target) || isPackage(target))).toEqual([])
  })

  test('the renderer knows the core, itself and the types of the contract', () => {
    const allowed = ({ target, typeOnly }: Import): boolean =>
      inCore(target) ||
      inRenderer(target) ||
      (below('main/contract')(target) && typeOnly) ||
      (isPackage(target) && !isNode(target)) ||
      target.startsWith('file:renderer/') ||
      isData(target)
    expect(offending(inRenderer, allowed)).toEqual([])
  })

  test('only the desktop shell knows electron', () => {
    const desktop = (file: string): boolean =>
      below('main/shell/electron')(file) || ['main/electron.ts', 'main/preload.ts'].includes(file)
    expect(
      offending(
        (file) => !desktop(file),
        ({ target }) => target !== 'electron',
      ),
    ).toEqual([])
  })

  test('only the charts know chart.js', () => {
    const charting = (target: string): boolean => target.startsWith('chart')
    expect(
      offending(
        (file) => !below('renderer/charts')(file),
        ({ target }) => !charting(target),
      ),
    ).toEqual([])
  })

  test('only the store knows SQLite', () => {
    expect(
      offending(
        (file) => !below('main/store')(file),
        ({ target }) => target !== 'better-sqlite3',
      ),
    ).toEqual([])
  })

  test('only the entries of threads touch parentPort', () => {
    const touching = files.filter((file) => /\bparentPort\b/.test(scriptOf(file)))
    expect(touching.sort()).toEqual([
      'main/lab/curves/curve-thread.ts',
      'main/lab/experiments/experiment-thread.ts',
      'worker/index.ts',
    ])
  })

  test('the storeys of the renderer: pages, above charts and parts, above the model, above the client', () => {
    /** What each storey stands on, itself included. */
    const storeys: Readonly<Record<string, readonly string[]>> = {
      client: ['client'],
      model: ['model', 'client'],
      parts: ['parts', 'model', 'client'],
      charts: ['charts', 'parts', 'model', 'client'],
      pages: ['pages', 'charts', 'parts', 'model', 'client'],
    }
    const storeyOf = (path: string): string | undefined => /^renderer\/([^/]+)\//.exec(path)?.[1]
    const inStorey = (file: string): boolean => storeyOf(file) !== undefined
    expect(imports.map(({ file }) => storeyOf(file)).filter((each) => each && !(each in storeys))).toEqual([])
    expect(
      offending(inStorey, ({ file, target }) => {
        if (!inRenderer(target)) return true
        return storeys[storeyOf(file) ?? ''].includes(storeyOf(target) ?? 'above all')
      }),
    ).toEqual([])
  })

  test('no page imports another', () => {
    const pageOf = (path: string): string | undefined => /^renderer\/pages\/([^/]+)\//.exec(path)?.[1]
    expect(
      offending(
        (file) => pageOf(file) !== undefined,
        ({ file, target }) => [undefined, pageOf(file)].includes(pageOf(target)),
      ),
    ).toEqual([])
  })

  test('there are no circles, imports of types counted', () => {
    const next = Map.groupBy(
      imports.filter(({ target }) => files.includes(target)),
      ({ file }) => file,
    )
    const circles: string[] = []
    const state = new Map<string, 'open' | 'done'>()
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'open') circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (state.has(file)) return
      state.set(file, 'open')
      for (const { target } of next.get(file) ?? []) visit(target, [...path, file])
      state.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })
})

/** The version, what the tests found out about each method, and the ready-made experiments and tournaments. */
function isData(target: string): boolean {
  const known = [
    'package.json',
    'resources/conformance.json',
    'resources/samples/index.json',
    'resources/suites/index.json',
  ]
  return known.some((file) => target === `file:../${file}`)
}
