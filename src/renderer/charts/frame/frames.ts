/** Drawing may take so many milliseconds of an animation frame; charts that are still waiting get the next one. */
const budget = 10

const waiting = new Set<() => void>()
let request = 0

function run(): void {
  const begin = performance.now()
  try {
    for (const draw of waiting) {
      waiting.delete(draw)
      draw()
      if (performance.now() - begin > budget) break
    }
  } finally {
    request = waiting.size > 0 ? requestAnimationFrame(run) : 0
  }
}

/** Calls `draw` once with an animation frame, all charts taking turns; asking again before changes nothing. */
export function drawSoon(draw: () => void): void {
  waiting.add(draw)
  if (request === 0) request = requestAnimationFrame(run)
}

export function cancelDraw(draw: () => void): void {
  waiting.delete(draw)
}
