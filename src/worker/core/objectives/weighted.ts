/** w.x + b for a row of features, theta being a weight a feature and then the intercept. */
export function weighted(theta: ArrayLike<number>, row: ArrayLike<number>): number {
  let sum = theta[row.length]
  for (let j = 0; j < row.length; j++) sum += theta[j] * row[j]
  return sum
}
