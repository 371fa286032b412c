/** What a client was told, newest first, for its page. */
export type Told = { readonly at: Date; readonly what: string }

const kept = 20

export function createToldLog() {
  const entries: Told[] = []
  return {
    note(what: string) {
      entries.unshift({ at: new Date(), what })
      entries.length = Math.min(entries.length, kept)
    },
    entries: (): readonly Told[] => entries,
  }
}
export type ToldLog = ReturnType<typeof createToldLog>
