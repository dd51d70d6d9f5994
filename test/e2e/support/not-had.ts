/** Something that this machine lacks and the tests could not bring: those that need it are skipped, and say so. */
export class NotHad extends Error {}
