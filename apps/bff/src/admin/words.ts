import { parseArgs } from 'node:util'
import { roles } from '@curfew/contract'
import { type Order, order } from './order.ts'

export const help = `Who administers Curfew, from the shell. It works while Curfew runs and while it does not.

  npm run admin -- list
  npm run admin -- create USER-ID --role ROLE [--first-name NAME] [--last-name NAME]
  npm run admin -- disable USER-ID          ends that administrator's sessions at once
  npm run admin -- enable USER-ID
  npm run admin -- reset-password USER-ID   a temporary password, shown once; ends the sessions
  npm run admin -- set-role USER-ID ROLE

ROLE is auditor (sees), operator (closes) or super-admin (all). User IDs are case sensitive.
The data directory is CURFEW_DATA_DIR (./data), as for npm start; with --demo it is the demo's.

Ends with 0 when it was done, 1 when it was not, 2 when the words were not understood.`

export type Words =
  | { readonly kind: 'order'; readonly order: Order; readonly isDemo: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'not-understood'; readonly why: string }

/** Read the words after `npm run admin --`. */
export function readWords(argv: readonly string[]): Words {
  let read: ReturnType<typeof parse>
  try {
    read = parse(argv)
  } catch (error) {
    return { kind: 'not-understood', why: error instanceof Error ? error.message : String(error) }
  }
  const { values, positionals } = read
  if (values.help === true || positionals[0] === 'help' || positionals.length === 0) return { kind: 'help' }

  const [act, userId, role, ...rest] = positionals
  const names = { firstName: values['first-name'], lastName: values['last-name'] }
  const areNamesGiven = names.firstName !== undefined || names.lastName !== undefined
  const wanted = order.safeParse({
    act,
    ...(userId === undefined ? {} : { userId }),
    ...(role === undefined && values.role === undefined ? {} : { role: role ?? values.role }),
    ...(act === 'create' || areNamesGiven ? { firstName: names.firstName ?? '', lastName: names.lastName ?? '' } : {}),
  })
  if (rest.length > 0) return { kind: 'not-understood', why: `"${rest.join(' ')}" is one word too many.` }
  if (!wanted.success) return { kind: 'not-understood', why: whatIsWrong(act, userId, role ?? values.role) }
  return { kind: 'order', order: wanted.data, isDemo: values.demo === true }
}

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      'first-name': { type: 'string' },
      'last-name': { type: 'string' },
      demo: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })

function whatIsWrong(act: string | undefined, userId: string | undefined, role: string | undefined): string {
  const acts = ['list', 'create', 'disable', 'enable', 'reset-password', 'set-role']
  if (act === undefined || !acts.includes(act)) return `"${act}" is none of ${acts.join(', ')}.`
  if (act !== 'list' && userId === undefined) return `${act} needs a user ID.`
  const needsRole = act === 'create' || act === 'set-role'
  if (needsRole && !roles.some((one) => one === role)) return `${act} needs a role: ${roles.join(', ')}.`
  return `${act} does not take these words.`
}
