/** What to do about a Node that is too old for the database, or undefined. */
export function nodeComplaint(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
    ? undefined
    : `Descent Lab needs Node 22.12 or newer and this is ${version}. Run it through npm (npm start), which brings its own.`
}
