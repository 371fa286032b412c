import type { Formats } from './formats.ts'

/** Texts of *Given up*, and of what leads there. */
export const givenUp = ({ plural, number }: Formats) => ({
  title: 'Given up',
  text: 'Nobody tries to tell these any more. Curfew refuses their sessions all the same; what their recipients do with them is not known.',
  loading: 'Loading what was given up',
  none: 'Nothing is given up.',
  noneHint: 'What a recipient could not be told for a day stands here until it is tried again.',
  noneOf: 'Nothing of this recipient is given up.',
  filterLabel: 'Show recipients',
  all: (count: number) => `All ${number(count)}`,
  allRecipients: 'All recipients',
  recipient: (name: string, part: string | null, count: number) =>
    `${part === null || part === name ? name : `${name}, ${part}`} ${number(count)}`,
  more: 'Show more',
  moreRecipients: (count: number) => plural(count, { one: 'and # more recipient', other: 'and # more recipients' }),
  nothingToRetry: 'There is nothing here to try again.',
  retryAll: 'Retry all',
  retryThese: 'Retry these',
  retrying: 'Trying again',
  retried: (count: number) => plural(count, { one: 'One is being told again.', other: '# are being told again.' }),
  closure: 'its closure',
  notice: (count: number) =>
    plural(count, {
      one: 'One logoff was given up: nobody tries it any more.',
      other: '# logoffs were given up: nobody tries them any more.',
    }),
  show: 'Show what was given up',
})
