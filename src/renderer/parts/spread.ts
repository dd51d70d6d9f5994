import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

/** Calls `act` in a task of its own, once however often it is asked: frames and clicks come before it. */
function inItsOwnTask(act: () => void): { readonly request: () => void; readonly cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    request() {
      timer ??= setTimeout(() => {
        timer = undefined
        act()
      })
    },
    cancel: () => clearTimeout(timer),
  }
}

/**
 * Which things of a long list are on the page already: of those that are new, `step` at once and as many
 * with each task that follows. Who uses it keeps the others' room free.
 * @param keys tell the things apart; what stays in the list stays on the page
 */
export function useGradually<Key>(keys: () => readonly Key[], step: number): Readonly<Ref<ReadonlySet<Key>>> {
  const there = shallowRef<ReadonlySet<Key>>(new Set())
  function goOn(): void {
    const wanted = keys()
    const kept = wanted.filter((key) => there.value.has(key))
    const added = wanted.filter((key) => !there.value.has(key)).slice(0, step)
    if (added.length > 0 || kept.length < there.value.size) there.value = new Set([...kept, ...added])
    if (kept.length + added.length < wanted.length) request()
  }
  const { request, cancel } = inItsOwnTask(goOn)
  watch(() => keys().join(), goOn, { immediate: true })
  onScopeDispose(cancel)
  return there
}

/** What `source` has, in a task after the one in which it changed. */
export function useLater<Value>(source: () => Value): Readonly<ShallowRef<Value>> {
  const value = shallowRef(source())
  const { request, cancel } = inItsOwnTask(() => (value.value = source()))
  watch(source, request)
  onScopeDispose(cancel)
  return value
}
