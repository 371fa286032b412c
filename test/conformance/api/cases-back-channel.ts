import type { Exchange } from './exchange.ts'
import { encode } from './signal-exchanges.ts'

const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
/** Of an OP that nobody has registered, and signed by nobody. */
const foreignToken = `${encode({ typ: 'logout+jwt', alg: 'RS256' })}.${encode({ iss: 'https://op.example', aud: 'x' })}.AAAA`

/** The keys that sign logout tokens, and tokens that are not to be believed. A good one needs an OP: packages/api has that. */
export const backChannelCases: readonly Exchange[] = [
  { says: 'the keys that sign are public', as: 'nobody', endpoint: 'jwks', answer: 'success' },
  { says: 'and listed', as: 'ada', endpoint: 'listSigningKeys', answer: 'success' },
  { says: 'new ones are made', as: 'ada', endpoint: 'rotateSigningKeys', body: {}, answer: 'success' },
  {
    says: 'the others cannot stay for longer than for ever',
    as: 'ada',
    endpoint: 'rotateSigningKeys',
    body: { overlapSeconds: -1 },
    answer: 'invalid-request',
  },
  {
    says: 'a logout token of an unknown OP ends nothing',
    as: 'nobody',
    endpoint: 'backChannelLogout',
    rawBody: `logout_token=${foreignToken}`,
    headers: asForm,
    answer: 'invalid-request',
  },
]
