import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { en } from './en.ts'

/** Attributes that people see or hear. */
const spoken =
  /^(title|alt|placeholder|label|description|text|tip|error|aria-label|aria-description|aria-valuetext|aria-placeholder)$/
/** What stands between words in any language, and the sign for upper and lower case. */
const signs = /^(Aa|[\s\d·…/,.:;×–—+?#()|↑↓]*)$/

/** Texts that stand in the code of a component, and not in the catalogue. */
function textsIn(path: string, code: string): string[] {
  const { program, errors } = parseSync(path, code)
  if (errors[0]) throw new Error(`${path} cannot be read: ${errors[0].message}`)
  const texts: string[] = []
  const note = (text: unknown) => {
    if (typeof text === 'string' && !signs.test(text.trim())) texts.push(text.trim())
  }
  const noteLiteral = (node: ESTree.Node | null | undefined) => {
    if (node?.type === 'Literal') note(node.value)
    else if (node?.type === 'TemplateLiteral') for (const { value } of node.quasis) note(value.cooked)
    else if (node?.type === 'ConditionalExpression') {
      noteLiteral(node.consequent)
      noteLiteral(node.alternate)
    } else if (node?.type === 'LogicalExpression') {
      noteLiteral(node.left)
      noteLiteral(node.right)
    }
  }
  new Visitor({
    JSXText: ({ value }) => note(value),
    JSXAttribute({ name, value }) {
      if (name.type !== 'JSXIdentifier' || !spoken.test(name.name)) return
      noteLiteral(value?.type === 'JSXExpressionContainer' ? value.expression : value)
    },
    JSXElement({ children }) {
      for (const child of children) if (child.type === 'JSXExpressionContainer') noteLiteral(child.expression)
    },
  }).visit(program)
  return texts
}

test('no component holds a text: all of them are in the catalogue', () => {
  const source = join(import.meta.dirname, '..')
  const components = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.tsx') && !/\.test(-kit)?\.tsx$/.test(path),
  )

  const texts = components.flatMap((path) =>
    textsIn(path, readFileSync(join(source, path), 'utf8')).map((text) => `${path}: ${text}`),
  )

  expect(components.length).toBeGreaterThan(30)
  expect(texts).toEqual([])
})

test('the check finds texts wherever they can be seen or heard', () => {
  const code = `const A = () => <p title="one">two {is ? 'three' : \`four \${5}\`} <i aria-label={'six'} className="seven" /> · {n}</p>`

  expect(textsIn('A.tsx', code).toSorted()).toEqual(['four', 'one', 'six', 'three', 'two'])
})

test('no text of the catalogue is empty', () => {
  const empty: string[] = []
  const look = (tree: object, path: string) => {
    for (const [key, text] of Object.entries(tree)) {
      if (text === '') empty.push(`${path}${key}`)
      if (typeof text === 'object' && text !== null) look(text, `${path}${key}.`)
    }
  }

  look(en, '')

  expect(empty).toEqual([])
})
