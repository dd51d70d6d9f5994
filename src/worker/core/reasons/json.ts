import type { Reason } from './contract'
import { reasonText } from './wording'

/** Numbers that JSON has no form for stand in an object of their own. */
const special = '$number'

const isSpecial = (value: unknown): value is { readonly [special]: string } =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, special)

const written = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'number') return value
  if (Object.is(value, -0)) return { [special]: '-0' }
  return Number.isFinite(value) ? value : { [special]: String(value) }
}

/** A reason as JSON; every number in it keeps its value. */
export const reasonToJson = (reason: Reason): string => JSON.stringify(reason, written)

/** The reason in a JSON text; undefined where this version has no words for it, as for a later one's kind. */
export function reasonFromJson(json: string): Reason | undefined {
  try {
    const reason = JSON.parse(json, (_key, value: unknown) =>
      isSpecial(value) ? Number(value[special]) : value,
    ) as Reason
    return reasonText(reason) === '' ? undefined : reason
  } catch {
    return undefined
  }
}
