/**
 * Take a value for what its other side is typed to give: rows of STRICT tables that only this room writes, and answers of
 * a worker that runs this same code; and a hole of a prepared query for the value to come. TypeScript sees over none of these edges.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type
export function trust<Type>(value: unknown): Type {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as Type
}
