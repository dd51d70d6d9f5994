import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-core/dist/register_all_gradients'
import * as tf from '@tensorflow/tfjs-core'
import type { Table } from '@core/objectives/contract'

/** The chapter's regression as users of TensorFlow.js write it. @returns the last loss */
export function tensorflowRegression({ features: [x], target: y }: Table, iterations: number): number {
  return tf.tidy(() => {
    const [xs, ys] = [tf.tensor1d(Float32Array.from(x)), tf.tensor1d(Float32Array.from(y))]
    const w = tf.scalar(0).variable()
    const b = tf.scalar(0).variable()
    const optimizer = tf.train.sgd(0.01)
    let last = NaN
    for (let iteration = 0; iteration < iterations; iteration++) {
      const loss = optimizer.minimize(
        () => tf.mean<tf.Scalar>(tf.square(tf.sub(tf.add(tf.mul(w, xs), b), ys))),
        true,
        [w, b],
      )
      last = loss?.dataSync()[0] ?? NaN
      loss?.dispose()
    }
    w.dispose()
    b.dispose()
    return last
  })
}

const optimizers: readonly (() => tf.Optimizer)[] = [
  () => tf.train.sgd(1e-3),
  () => tf.train.momentum(1e-4, 0.9),
  () => tf.train.momentum(1e-4, 0.9, true),
  () => tf.train.adagrad(0.1),
  () => tf.train.adadelta(1),
  () => tf.train.rmsprop(1e-3),
  () => tf.train.adam(1e-2),
  () => tf.train.adamax(1e-2),
]

/** How many of the twelve methods it has. */
export const tensorflowMethods = optimizers.length

/** Its methods on Rosenbrock's function, so many steps each, the loss at every one. */
export function tensorflowRace(steps: number): void {
  for (const create of optimizers) {
    const optimizer = create()
    const x = tf.scalar(-1.2).variable()
    const y = tf.scalar(1).variable()
    const rosenbrock = (): tf.Scalar =>
      tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x)))))
    for (let step = 0; step < steps; step++) {
      const loss = optimizer.minimize(rosenbrock, true, [x, y])
      loss?.dataSync()
      loss?.dispose()
    }
    optimizer.dispose()
    x.dispose()
    y.dispose()
  }
}
