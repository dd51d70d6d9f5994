import { z } from 'zod'

// A page runs under a policy without eval, which zod tries as soon as the first schema is made.
z.config({ jitless: true })

export { z }
