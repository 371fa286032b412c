/** A port as a worker keeps it: the same calls, each done by the time it returns. */
export type Synchronous<Port> = {
  [Name in keyof Port]: Port[Name] extends (...words: infer Words) => Promise<infer Result>
    ? (...words: Words) => Result
    : never
}
