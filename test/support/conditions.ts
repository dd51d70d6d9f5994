/** Things waited for, looked at again whenever something has happened. */
export class Conditions {
  private readonly looks = new Set<() => void>()

  /** Settles with what the condition gives as soon as it gives something. */
  until<Value>(condition: () => Value | undefined | false): Promise<Value> {
    return new Promise((settle, reject) => {
      const look = (): void => {
        try {
          const value = condition()
          if (value === undefined || value === false) return
          settle(value)
        } catch (error) {
          reject(error)
        }
        this.looks.delete(look)
      }
      this.looks.add(look)
      look()
    })
  }

  check(): void {
    for (const look of [...this.looks]) look()
  }
}
