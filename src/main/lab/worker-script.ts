/** The built thread entry, beside the built main entries. */
export const workerScript = new URL('./worker.js', import.meta.url)
