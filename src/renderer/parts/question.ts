/** Something to be asked before it is done. */
export type Question =
  | {
      readonly kind: 'name'
      readonly title: string
      readonly name: string
      /** Called with a name that is another one than before. */
      done(name: string): unknown
    }
  | {
      readonly kind: 'confirm'
      readonly title: string
      readonly text: string
      /** On the button that does it. */
      readonly confirm: string
      done(): unknown
    }

const longestName = 200

/** What is wrong with a name; undefined where nothing is. */
export function nameFault(name: string): string | undefined {
  if (name.trim() === '') return 'Type a name.'
  return name.trim().length > longestName ? `Use at most ${longestName} characters.` : undefined
}
