import type { Exchange } from './exchange.ts'

const zoe = { userId: 'zoe', firstName: 'Zoë', lastName: 'Müller', password: 'seven blue herons at dusk' }

/** The first minutes of an installation that nobody has set up. */
export const setupCases: readonly Exchange[] = [
  { says: 'anyone may know that it is not set up', as: 'nobody', endpoint: 'about', answer: 'success' },
  {
    says: 'nobody can log on yet',
    as: 'nobody',
    endpoint: 'logon',
    body: { userId: 'zoe', password: zoe.password },
    answer: 'wrong-credentials',
  },
  {
    says: 'a token that was not printed sets nothing up',
    as: 'nobody',
    endpoint: 'setup',
    body: { ...zoe, token: 'A'.repeat(43) },
    answer: 'wrong-credentials',
  },
  {
    says: 'a weak password sets nothing up',
    as: 'nobody',
    endpoint: 'setup',
    bodyFrom: (seen) => ({ ...zoe, token: seen('setupToken'), password: 'short' }),
    answer: 'password-too-weak',
  },
  {
    says: 'a user id of blanks sets nothing up',
    as: 'nobody',
    endpoint: 'setup',
    bodyFrom: (seen) => ({ ...zoe, token: seen('setupToken'), userId: '   ' }),
    answer: 'invalid-request',
  },
  {
    says: 'the printed token makes the first super admin, who is logged on',
    as: 'ada',
    endpoint: 'setup',
    bodyFrom: (seen) => ({ ...zoe, token: seen('setupToken') }),
    answer: 'success',
  },
  { says: 'and is one', as: 'ada', endpoint: 'listAdministrators', answer: 'success' },
  {
    says: 'and the token is spent',
    as: 'nobody',
    endpoint: 'setup',
    bodyFrom: (seen) => ({ ...zoe, token: seen('setupToken'), userId: 'eve' }),
    answer: 'setup-finished',
  },
]
