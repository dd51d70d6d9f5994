import type { InjectionKey } from 'vue'

/** Given by a page: true while something beside the charts is the legend of their runs. */
export const legendElsewhere: InjectionKey<() => boolean> = Symbol('legend elsewhere')
