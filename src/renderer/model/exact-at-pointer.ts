import { shallowRef } from 'vue'

/** What a picture reads off at the pointer or crosshair, with every digit; undefined while nothing is. */
export const exactAtPointer = shallowRef<string>()
