import { afterAll, afterEach, beforeEach } from 'vitest'

/**
 * Fail a test during which `console.error` (or the named method) was called and not expected.
 *
 * A test that expects such a call takes it for itself: `vi.spyOn(console, 'error').mockImplementation(() => {})`. What arrives
 * after the last test of a file fails that file. The message is still printed, where it happened.
 */
export function failOnStray(method: 'error' | 'warn') {
  const before = console[method]
  const print = before.bind(console)
  const strays: string[] = []

  const guarded = (...words: unknown[]) => {
    strays.push(words.map(inWords).join(' '))
    print(...words)
  }
  const complain = () => {
    const found = strays.splice(0)
    if (found.length > 0) throw new Error(`Stray console.${method}:\n${found.join('\n')}`)
  }

  console[method] = guarded
  beforeEach(() => {
    // A test before this one may have left its own method behind.
    console[method] = guarded
  })
  afterEach(complain)
  afterAll(() => {
    // The next file may run in the same process, and has a guard of its own.
    console[method] = before
    complain()
  })
}

function inWords(word: unknown): string {
  if (word instanceof Error) return word.stack ?? word.message
  return typeof word === 'string' ? word : (JSON.stringify(word) ?? String(word))
}
