/**
 * Whether vitest's `--project` patterns pick the project: none picks all, `*` stands for anything, `!name` leaves one out.
 */
export function selects(patterns: string[], project: string): boolean {
  const fits = (pattern: string) =>
    new RegExp(
      `^${pattern
        .split('*')
        .map((part) => RegExp.escape(part))
        .join('.*')}$`,
      'i',
    ).test(project)
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'))
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  return (wanted.length === 0 || wanted.some(fits)) && !unwanted.some(fits)
}
