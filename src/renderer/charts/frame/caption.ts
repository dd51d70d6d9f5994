import type { InjectionKey } from 'vue'

/** Given by a page: what a picture of its runs says below itself, away from the page. */
export const pictureCaption: InjectionKey<() => string> = Symbol('picture caption')
