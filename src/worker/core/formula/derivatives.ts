import type { Unary } from './arithmetic'
import type { Register } from './program'
import type { Writer } from './writer'

/**
 * The derivative of a function of one number, from its argument u and its value y. At a kink it is the
 * middle of the slopes that there are: 0 for abs at 0.
 */
export function derivativeOf(write: Writer, name: Unary, u: Register, y: Register): Register {
  const one = write.constant(1)
  switch (name) {
    case 'negative':
      return write.constant(-1)
    case 'abs':
      return write.unary('sign', u)
    case 'sign':
      return write.constant(0)
    case 'exp':
      return y
    case 'log':
      return write.divide(one, u)
    case 'log2':
      return write.divide(write.constant(Math.LOG2E), u)
    case 'log10':
      return write.divide(write.constant(Math.LOG10E), u)
    case 'sqrt':
      return write.divide(write.constant(0.5), y)
    case 'cbrt':
      return write.divide(one, write.times(3, write.multiply(y, y)))
    case 'sin':
      return write.unary('cos', u)
    case 'cos':
      return write.negative(write.unary('sin', u))
    case 'tan':
      return write.add(one, write.multiply(y, y))
    case 'asin':
      return write.divide(one, write.unary('sqrt', complement(write, u)))
    case 'acos':
      return write.divide(write.constant(-1), write.unary('sqrt', complement(write, u)))
    case 'atan':
      return write.divide(one, write.add(one, write.multiply(u, u)))
    case 'sinh':
      return write.unary('cosh', u)
    case 'cosh':
      return write.unary('sinh', u)
    case 'tanh':
      return complement(write, y)
  }
}

/** 1 - u^2, as a product that keeps its digits near -1 and 1. */
const complement = (write: Writer, u: Register): Register =>
  write.multiply(write.subtract(write.constant(1), u), write.add(write.constant(1), u))
