/** Lets no more than so many acts be under way; the others wait for their turn, first come, first served. */
export function semaphore(most: number): <Result>(act: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let underway = 0

  return async (act) => {
    if (underway >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else underway += 1
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else underway -= 1
    }
  }
}
