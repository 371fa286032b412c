import { en } from './en.ts'

/** What every language must say; a missing or wrongly shaped text does not compile. */
export type Messages = typeof en

/** The texts of the language that is shown. */
export const messages: Messages = en
