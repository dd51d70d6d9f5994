/** Characters that end a line, or that a terminal takes for a command. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
/** Characters that nobody sees: they turn the writing around, join, part, or stand for nothing. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Of a pair, the half that stands alone. */
const halves = /\p{Cs}/gu

/** Without what nobody sees. */
export const visible = (text: string): string => text.replace(unseen, '')

/** A text as one line that is what it looks like: names come from other people's files. */
export const oneLine = (text: string): string =>
  visible(text).replace(controls, ' ').replace(halves, '\uFFFD')

/** The same for a terminal, which nothing stands before or behind. */
export const plain = (text: string): string => oneLine(text).trim()

const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
    .join('')

/** The text of a JSON document in which such characters are escaped: read again, it says the same. */
export const visibleJson = (text: string): string =>
  text.replace(unseen, escaped).replace(/[\u007f-\u009f\p{Zl}\p{Zp}]/gu, escaped)

/** A label in the middle of a sentence: models are common words. */
export const uncapitalised = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1)
