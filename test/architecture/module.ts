import { type ESTree, parseSync, Visitor } from 'vite'

/** What one file takes from elsewhere, and how. */
export interface Import {
  /** As written; undefined when it is computed while running. */
  specifier: string | undefined
  /** `type` leaves nothing behind at runtime; `lazy` is `import()`. */
  kind: 'value' | 'type' | 'lazy'
  line: number
}

export interface Module {
  imports: Import[]
  defaultExport: boolean
  /** Names that only Node provides, where the file uses them and declares none of its own by that name. */
  nodeGlobals: { name: string; line: number }[]
}

type Pattern = ESTree.BindingPattern | ESTree.ParamPattern | null

/** The shape of a string literal or a template without holes in the syntax tree. */
interface Words {
  type: string
  value?: unknown
  quasis?: { value: { cooked: string | null } }[]
}

/**
 * Read a module's syntax tree; `path` decides between TypeScript and TSX.
 *
 * `import { type A }` counts as a value: type stripping leaves `import {} from …` behind, and that runs the other file.
 * @throws Error when the text is no module.
 */
export function readModule(path: string, text: string): Module {
  const { program, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new Error(`${path} cannot be read: ${errors[0].message}`)

  const declared = new Set<string>()
  const declare = (pattern: Pattern) => namesIn(pattern).forEach((name) => declared.add(name))
  const found: Module = { imports: [], defaultExport: false, nodeGlobals: [] }
  const line = (offset: number) => text.slice(0, offset).split('\n').length
  const take = (node: { start: number }, source: Words, kind: Import['kind']) =>
    found.imports.push({ specifier: literal(source), kind, line: line(node.start) })

  new Visitor({
    ImportDeclaration: (node) => take(node, node.source, node.importKind === 'type' ? 'type' : 'value'),
    ExportAllDeclaration: (node) => take(node, node.source, node.exportKind === 'type' ? 'type' : 'value'),
    ExportNamedDeclaration(node) {
      if (node.source !== null) take(node, node.source, node.exportKind === 'type' ? 'type' : 'value')
      const names = node.specifiers.map(({ exported }) =>
        exported.type === 'Literal' ? exported.value : exported.name,
      )
      if (names.includes('default')) found.defaultExport = true
    },
    ExportDefaultDeclaration() {
      found.defaultExport = true
    },
    ImportExpression: (node) => take(node, node.source, 'lazy'),
    TSImportType: (node) => take(node, node.source, 'type'),
    TSExternalModuleReference: (node) => take(node, node.expression, 'value'),
    CallExpression({ callee, arguments: [first], start }) {
      if (callee.type !== 'Identifier') return
      if (callee.name === 'require') take({ start }, first ?? { type: 'nothing' }, 'value')
      if (callee.name === 'setImmediate') found.nodeGlobals.push({ name: callee.name, line: line(start) })
    },
    MemberExpression({ object, start }) {
      if (object.type === 'Identifier' && ['Buffer', 'process', 'global'].includes(object.name))
        found.nodeGlobals.push({ name: object.name, line: line(start) })
    },
    VariableDeclarator: ({ id }) => declare(id),
    FunctionDeclaration: ({ params }) => params.forEach(declare),
    FunctionExpression: ({ params }) => params.forEach(declare),
    ArrowFunctionExpression: ({ params }) => params.forEach(declare),
  }).visit(program)
  return { ...found, nodeGlobals: found.nodeGlobals.filter(({ name }) => !declared.has(name)) }
}

/** The names that a parameter or a variable declares, inside `{ … }`, `[ … ]`, defaults and rests too. */
function namesIn(pattern: Pattern): string[] {
  if (pattern === null) return []
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'ArrayPattern') return pattern.elements.flatMap(namesIn)
  if (pattern.type === 'AssignmentPattern') return namesIn(pattern.left)
  if (pattern.type === 'RestElement') return namesIn(pattern.argument)
  if (pattern.type === 'TSParameterProperty') return namesIn(pattern.parameter)
  return pattern.properties.flatMap((part) => namesIn(part.type === 'RestElement' ? part : part.value))
}

function literal(source: Words): string | undefined {
  if (source.type === 'Literal' && typeof source.value === 'string') return source.value
  if (source.type === 'TemplateLiteral' && source.quasis?.length === 1)
    return source.quasis[0]?.value.cooked ?? undefined
  return undefined
}
