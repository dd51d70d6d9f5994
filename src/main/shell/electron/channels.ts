/** The only channels between a window and the lab. */
export const callChannel = 'lab:call'
export const eventChannel = 'lab:event'
