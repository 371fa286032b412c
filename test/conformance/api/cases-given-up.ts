import { type Exchange } from './exchange.ts'

/** What nobody tries to tell any more. */
export const givenUpCases: readonly Exchange[] = [
  {
    says: 'an auditor sees what was given up',
    as: 'aude',
    endpoint: 'listGivenUp',
    answer: 'success',
  },
  {
    says: 'what was given up for a recipient that does not exist is nothing',
    as: 'aude',
    endpoint: 'listGivenUp',
    query: 'recipient=radius-disconnect+nobody',
    answer: 'success',
  },
  {
    says: 'a page of what was given up from nonsense on cannot be read',
    as: 'aude',
    endpoint: 'listGivenUp',
    query: 'cursor=nonsense',
    answer: 'invalid-request',
  },
  {
    says: 'an operator has all of it tried again',
    as: 'olga',
    endpoint: 'retryGivenUp',
    body: {},
    answer: 'success',
  },
  {
    says: 'what is tried again is named by its recipient or its source, and by nothing else',
    as: 'olga',
    endpoint: 'retryGivenUp',
    body: { closure: 'any' },
    answer: 'invalid-request',
  },
]
