import { en } from './en.ts'

/** A text may be another text; the arguments it is made from stay. */
type Widen<Text> = Text extends string
  ? string
  : Text extends (...made: infer Arguments) => infer Result
    ? (...made: Arguments) => Widen<Result>
    : { readonly [Key in keyof Text]: Widen<Text[Key]> }

/** What every language must say; a missing or wrongly shaped text does not compile. */
export type Messages = Widen<typeof en>

/** Where a text stands in the catalogue. */
export type MessageKey = Keys<Messages>
type Keys<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string | ((...made: never) => unknown)
    ? Key
    : `${Key}.${Keys<Tree[Key]>}`
}[keyof Tree & string]

/** The texts of the language that is shown. */
export const messages: Messages = en
