import {
  type disconnectAttributes,
  type NewNasRequest,
  newNasRequest,
  type RadiusChange,
  type RadiusView,
  type SourceChange,
  sourceChange,
  usualDisconnectPort,
} from '@curfew/contract'
import * as z from 'zod/mini'
import { printDuration, readDuration } from './duration.ts'

export type DisconnectAttribute = (typeof disconnectAttributes)[number]

/** What is typed and chosen while a NAS is registered or changed. Numbers are as typed; empty is none where that means something. */
export type NasForm = {
  readonly name: string
  /** Apart by spaces, commas or lines. */
  readonly networks: string
  readonly secret: string
  readonly disconnectPort: string
  readonly disconnectAddress: string
  readonly isNamedByUsual: boolean
  /** With which sessions are named to it, unless by the usual ones. */
  readonly chosen: readonly DisconnectAttribute[]
  readonly requiresMessageAuthenticator: boolean
  readonly nasKnownBy: RadiusView['nasKnownBy']
  readonly interim: string
  readonly missedUntilStale: string
  readonly endAfter: string
}

export const blankNas: NasForm = {
  name: '',
  networks: '',
  secret: '',
  disconnectPort: String(usualDisconnectPort),
  disconnectAddress: '',
  isNamedByUsual: true,
  chosen: ['User-Name', 'Acct-Session-Id'],
  requiresMessageAuthenticator: false,
  nasKnownBy: 'attributes',
  interim: printDuration(300),
  missedUntilStale: '3',
  endAfter: printDuration(86_400),
}

export function formOf(name: string, radius: RadiusView): NasForm {
  return {
    name,
    networks: radius.networks.join('\n'),
    secret: '',
    disconnectPort: radius.disconnectPort === null ? '' : String(radius.disconnectPort),
    disconnectAddress: radius.disconnectAddress ?? '',
    isNamedByUsual: radius.identifiedBy === null,
    chosen: radius.identifiedBy ?? blankNas.chosen,
    requiresMessageAuthenticator: radius.requiresMessageAuthenticator,
    nasKnownBy: radius.nasKnownBy,
    interim: radius.interimSeconds === null ? '' : printDuration(radius.interimSeconds),
    missedUntilStale: String(radius.missedUntilStale),
    endAfter: radius.endAfterSeconds === null ? '' : printDuration(radius.endAfterSeconds),
  }
}

const fields = [
  'name',
  'networks',
  'secret',
  'disconnectPort',
  'disconnectAddress',
  'identifiedBy',
  'interimSeconds',
  'missedUntilStale',
  'endAfterSeconds',
] as const
export type NasField = (typeof fields)[number]

/** Which fields stand in the way, and of the networks which ones. */
export type Wrong = { readonly fields: ReadonlySet<NasField>; readonly networks: readonly string[] }

/** The request that a form makes, or what stands in its way, by the contract's own rules. */
export function readNewNas(form: NasForm): { readonly request: NewNasRequest } | { readonly wrong: Wrong } {
  const read = z.safeParse(newNasRequest, {
    name: form.name.trim(),
    radius: { ...settingsIn(form), secret: form.secret },
  })
  return read.success ? { request: read.data } : { wrong: wrongIn(form, read.error.issues) }
}

/** What a form would change of a NAS, and nothing else; its secret is none of that. */
export function readChange(
  before: NasForm,
  form: NasForm,
): { readonly request: SourceChange } | { readonly wrong: Wrong } {
  const read = z.safeParse(sourceChange, { name: form.name.trim(), radius: settingsIn(form) })
  if (!read.success) return { wrong: wrongIn(form, read.error.issues) }
  const { name, radius = {} } = read.data
  const changed = changedOf(settingsIn(before), radius)
  return {
    request: {
      ...(name !== before.name && { name }),
      ...(Object.keys(changed).length > 0 && { radius: changed }),
    },
  }
}

function settingsIn(form: NasForm) {
  return {
    networks: networksIn(form),
    requiresMessageAuthenticator: form.requiresMessageAuthenticator,
    nasKnownBy: form.nasKnownBy,
    disconnectPort: orNull(form.disconnectPort, Number),
    // Nobody is asked anywhere without a port, so what was typed before that was emptied cannot be wrong.
    disconnectAddress: form.disconnectPort.trim() === '' ? null : orNull(form.disconnectAddress, (text) => text),
    identifiedBy: form.isNamedByUsual ? null : [...form.chosen],
    interimSeconds: orNull(form.interim, readDuration),
    missedUntilStale: Number(form.missedUntilStale.trim() || 'none'),
    endAfterSeconds: orNull(form.endAfter, readDuration),
  }
}

const orNull = <Value>(typed: string, read: (typed: string) => Value): Value | null =>
  typed.trim() === '' ? null : read(typed.trim())

function networksIn({ networks }: Pick<NasForm, 'networks'>): string[] {
  return networks.split(/[\s,;]+/).filter((one) => one !== '')
}

function wrongIn(form: NasForm, issues: readonly { readonly path: readonly PropertyKey[] }[]): Wrong {
  const paths = issues.map(({ path: [first, ...rest] }) => (first === 'radius' ? rest : [first]))
  const typed = networksIn(form)
  return {
    fields: new Set(fields.filter((field) => paths.some(([first]) => first === field))),
    networks: paths.flatMap(([first, at]) => (first === 'networks' && typeof at === 'number' ? (typed[at] ?? []) : [])),
  }
}

function changedOf(before: ReturnType<typeof settingsIn>, after: RadiusChange): RadiusChange {
  const differs = (key: keyof typeof before) => JSON.stringify(before[key]) !== JSON.stringify(after[key])
  const { requiresMessageAuthenticator, nasKnownBy, disconnectPort, disconnectAddress } = after
  const { networks, identifiedBy, interimSeconds, missedUntilStale, endAfterSeconds } = after
  return {
    ...(differs('networks') && { networks }),
    ...(differs('requiresMessageAuthenticator') && { requiresMessageAuthenticator }),
    ...(differs('nasKnownBy') && { nasKnownBy }),
    ...(differs('disconnectPort') && { disconnectPort }),
    ...(differs('disconnectAddress') && { disconnectAddress }),
    ...(differs('identifiedBy') && { identifiedBy }),
    ...(differs('interimSeconds') && { interimSeconds }),
    ...(differs('missedUntilStale') && { missedUntilStale }),
    ...(differs('endAfterSeconds') && { endAfterSeconds }),
  }
}

/** One more or one less, in the order in which they are shown. */
export function withAttribute(
  all: readonly DisconnectAttribute[],
  chosen: readonly DisconnectAttribute[],
  attribute: DisconnectAttribute,
  isChosen: boolean,
): readonly DisconnectAttribute[] {
  return all.filter((known) => (known === attribute ? isChosen : chosen.includes(known)))
}

/** For so long a NAS may be silent about a session until that is stale, in seconds; null: its silence means nothing, or is not settled. */
export function staleAfterSeconds({ interim, missedUntilStale }: NasForm): number | null {
  const seconds = readDuration(interim) * Number(missedUntilStale)
  return interim.trim() !== '' && Number.isFinite(seconds) && seconds > 0 ? seconds : null
}
