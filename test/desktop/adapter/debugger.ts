import { close } from 'node:inspector'

/**
 * The tests drive the process through its debugger. Left open, its thread may tell of the end of the
 * script's context on a connection that is closed by then, and Node 16 dies of that by SIGSEGV.
 */
process.once('exit', () => close())
