import type { Issue } from '@core/issues'
import { callLimits } from '@core/wire'

/** Characters an experiment's text may have. */
export const longestText = 64 * 2 ** 20
/** Names of all its objects together: a run has a dozen. */
const mostNames = 20_000
/** Characters between two reports. */
const reportEvery = 4 * 2 ** 20

/** Line and column of a place in a text, both from 1. */
export function placeText(text: string, offset: number): string {
  let line = 1
  let begin = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', begin)) {
    line += 1
    begin = at + 1
  }
  return `line ${line}, column ${offset - begin + 1}`
}

/** The quote that ends a JSON text which begins at `from`, or the end of the file. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return at
  }
  return text.length
}

/**
 * Counts what a JSON text holds and builds nothing, so that a parser makes room for no more than a few
 * times the text. Whether it is JSON is for the parser to say.
 * @param report hears of the share that has been looked through
 * @returns the limit that it breaks
 */
export function scanJson(text: string, report: (share: number) => void = () => undefined): Issue | undefined {
  if (text.length > longestText) {
    const message = `the file has ${text.length} characters; the limit is ${longestText} (64 MB): keep the data in a CSV file`
    return { path: '', message }
  }
  const { depth: deepest, values: mostValues, containers: mostContainers } = callLimits
  let depth = 0
  let values = 1
  let containers = 0
  let names = 0
  let reported = 0
  const tooMuch = (at: number, what: string, limit: number): Issue => {
    const message = `the file has more than ${limit} ${what}, the limit (${placeText(text, at)})`
    return { path: '', message }
  }
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfText(text, at)
        break
      case 0x5b: // [
      case 0x7b: // {
        depth += 1
        containers += 1
        values += 1
        if (depth > deepest) return tooMuch(at, 'lists and objects inside one another', deepest)
        if (containers > mostContainers) return tooMuch(at, 'lists and objects', mostContainers)
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1
        break
      case 0x2c: // ,
        values += 1
        if (values > mostValues) return tooMuch(at, 'values', mostValues)
        break
      case 0x3a: // :
        names += 1
        if (names > mostNames) return tooMuch(at, 'names', mostNames)
        break
      default:
    }
    if (at - reported >= reportEvery) {
      reported = at
      report(at / text.length)
    }
  }
  return undefined
}
