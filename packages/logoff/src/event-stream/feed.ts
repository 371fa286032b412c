import type { ChangeFeed } from '@curfew/registry'

/** Where changes come from: what of the registry's change feed the streams need. */
export type Feed = Pick<ChangeFeed, 'subscribe' | 'since' | 'lastId'>
