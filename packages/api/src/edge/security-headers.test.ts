import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { dataPolicy, pagePolicy, securityHeaders } from './security-headers.ts'

test('no page may run or style itself with anything that is written inside it', () => {
  for (const policy of [pagePolicy, dataPolicy]) {
    expect(policy).toMatch(/^default-src 'none';/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  }
})

test("the component library's own style elements are let in word for word, as they are in the installed version", async () => {
  const folder = 'node_modules/react-aria/dist/private'
  const files = ['interactions/usePress.mjs', 'overlays/usePreventScroll.mjs']
  const hashes = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(`${folder}/${file}`, 'utf8')
      const [, text = ''] = /style\.textContent = `([^`]*)`\.trim\(\)/.exec(source) ?? []
      const style = text.replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/, 'data-react-aria-pressable').trim()
      return createHash('sha256').update(style).digest('base64')
    }),
  )

  for (const hash of hashes) expect(pagePolicy).toContain(`'sha256-${hash}'`)
})

test('only over TLS browsers are told to stay there', () => {
  expect(securityHeaders(pagePolicy, true)).toHaveProperty('Strict-Transport-Security')
  expect(securityHeaders(pagePolicy, false)).not.toHaveProperty('Strict-Transport-Security')
})
