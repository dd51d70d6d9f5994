/** Whose arrays and gradients a script works with. */
export interface Library {
  readonly id: 'numpy' | 'pytorch' | 'jax'
  readonly label: string
  /** Lines after `import numpy as np`. */
  readonly imports: readonly string[]
  /** A line of NumPy in its words. */
  translated(line: string): string
  /** An array that an expression of NumPy makes, as one of its own. */
  array(expression: string): string
  /** A number of an update, hyper-parameters among them. */
  number(expression: string): string
  /** Whether gradients come from the library: else they are written out. */
  readonly differentiates: boolean
}

const numpy: Library = {
  id: 'numpy',
  label: 'NumPy',
  imports: [],
  translated: (line) => line,
  array: (expression) => expression,
  number: (expression) => expression,
  differentiates: false,
}

const pytorch: Library = {
  id: 'pytorch',
  label: 'PyTorch',
  imports: [
    'import torch',
    '',
    'torch.set_default_dtype(torch.float64)',
    '# The arrays are short: several threads would wait for each other.',
    'torch.set_num_threads(1)',
  ],
  translated: (line) =>
    line
      .replace(/\bnp\.(maximum|minimum|cbrt)\(/g, '$1(')
      .replaceAll('np.array(', 'torch.tensor(')
      .replace(/\bnp\./g, 'torch.'),
  array: (expression) => `torch.tensor(${expression})`,
  number: (expression) => `torch.tensor(${/^-?\d+$/.test(expression) ? `${expression}.0` : expression})`,
  differentiates: true,
}

const jax: Library = {
  id: 'jax',
  label: 'JAX',
  imports: ['import jax', 'import jax.numpy as jnp', '', 'jax.config.update("jax_enable_x64", True)'],
  translated: (line) => line.replace(/\bnp\./g, 'jnp.'),
  array: (expression) => `jnp.array(${expression})`,
  number: (expression) => expression,
  differentiates: true,
}

export const libraries = { numpy, pytorch, jax } as const

/** Functions that a library has only for its own arrays, or not at all: those that a script calls. */
const missing: Readonly<Record<string, readonly string[]>> = {
  maximum: [
    'def maximum(a, b):',
    '    return torch.maximum(torch.as_tensor(a, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64))',
  ],
  minimum: [
    'def minimum(a, b):',
    '    return torch.minimum(torch.as_tensor(a, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64))',
  ],
  cbrt: ['def cbrt(a):', '    return torch.sign(a) * torch.abs(a) ** (1 / 3)'],
}

/** Definitions of the functions that lines call by their bare names. */
export const missingFunctions = (
  { id }: Library,
  lines: readonly string[],
): readonly (readonly string[])[] =>
  id === 'pytorch'
    ? Object.entries(missing).flatMap(([name, definition]) =>
        lines.some((line) => new RegExp(`(?<![.\\w])${name}\\(`).test(line)) ? [definition] : [],
      )
    : []
