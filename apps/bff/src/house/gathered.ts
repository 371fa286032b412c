/**
 * Ask for one thing at a time, and let all that is asked for in one turn of the event loop be read together.
 *
 * @param read what is not found is left out
 */
export function gathered<Found>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | undefined> {
  let asked = new Set<string>()
  let reading: Promise<ReadonlyMap<string, Found>> | undefined
  const readAll = () => {
    const keys = Array.from(asked)
    asked = new Set()
    reading = undefined
    return read(keys)
  }
  return async (key) => {
    asked.add(key)
    reading ??= new Promise<void>((resolve) => setImmediate(resolve)).then(readAll)
    return (await reading).get(key)
  }
}
