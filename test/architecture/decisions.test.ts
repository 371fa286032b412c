import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../docs/decisions')

test('decision notes are numbered from 1 without gaps, and each begins with its number and says what would change our mind', () => {
  const notes = readdirSync(folder)
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

  expect(notes.map(({ name }) => Number(name.slice(0, 4)))).toEqual(notes.map((_, index) => index + 1))
  for (const [index, { name, text }] of notes.entries()) {
    expect(text, name).toMatch(new RegExp(`^# ${index + 1}\\. \\S`))
    expect(text, name).toMatch(/what would change our mind/i)
  }
})
