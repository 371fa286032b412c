import type { Administrator } from '@curfew/access'
import type { EndpointAccess, EndpointName, endpoints, Problem, problems } from '@curfew/contract'
import type { Actor, Session, SignalReceiver, Source } from '@curfew/registry'
import type { Context, Hono, TypedResponse } from 'hono'
import type { BlankInput } from 'hono/types'
import type * as z from 'zod/mini'

/** What is known of every request. */
export type Anyone = { readonly requestId: string; readonly route: string }
/** What is known of a request that was made with a session of Curfew's own. */
export type LoggedOn = Anyone & {
  readonly session: Session
  readonly administrator: Administrator
  /** The same as the one who acts, for closures and the audit. */
  readonly actor: Actor
}

/** What is known of a request that a source made with its key. */
export type FromSource = Anyone & { readonly source: Source; readonly keyId: string }

/** What is known of a request that a receiver of signals made with its key. */
export type FromReceiver = Anyone & { readonly receiver: SignalReceiver }

type Table = typeof endpoints
type Row<Name extends EndpointName> = Table[Name]

/** `/api/sessions/{id}` as the router writes it. */
type RouterPath<Path extends string> = Path extends `${infer Head}{${infer Param}}${infer Tail}`
  ? `${Head}:${Param}${RouterPath<Tail>}`
  : Path
type PathOf<Name extends EndpointName> = RouterPath<Row<Name>['path']>

type EnvOf<Name extends EndpointName> = {
  Variables: Row<Name>['access'] extends 'source'
    ? FromSource
    : Row<Name>['access'] extends 'receiver'
      ? FromReceiver
      : Row<Name>['access'] extends Exclude<EndpointAccess, 'anyone'>
        ? LoggedOn
        : Anyone
}
type InputOf<Name extends EndpointName> =
  Row<Name> extends { readonly body: infer Body extends z.ZodMiniType }
    ? { in: { json: z.input<Body> }; out: { json: z.output<Body> } }
    : Row<Name> extends { readonly form: infer Form extends z.ZodMiniType }
      ? { in: { form: z.input<Form> }; out: { form: z.output<Form> } }
      : BlankInput

/** One call of an endpoint: its body is parsed, its caller is known as far as the table demands. */
export type Call<Name extends EndpointName> = Context<EnvOf<Name>, PathOf<Name>, InputOf<Name>>

/** What the table promises for a success. */
export type Answer<Name extends EndpointName> = Row<Name>['success'] extends {
  readonly schema: infer View extends z.ZodMiniType
}
  ? TypedResponse<z.output<View>, Row<Name>['success']['status'], 'json'>
  : Response

export type Route<Name extends EndpointName> = (c: Call<Name>) => Answer<Name> | Promise<Answer<Name>>
/** One route for every row of the table, no more and no less. */
export type Routes = { readonly [Name in EndpointName]: Route<Name> }

type ParamsOf<Path extends string> = Path extends `${string}{${infer Param}}${infer Tail}`
  ? { [Key in Param]: string } & ParamsOf<Tail>
  : unknown
type ClientInput<Name extends EndpointName> = (Row<Name> extends { readonly body: infer Body extends z.ZodMiniType }
  ? { json: z.input<Body> }
  : unknown) &
  (Row<Name> extends { readonly query: object } ? { query?: Record<string, string | string[]> } : unknown) &
  (Row<Name>['path'] extends `${string}{${string}` ? { param: ParamsOf<Row<Name>['path']> } : unknown)

type ProblemStatus = (typeof problems)[keyof typeof problems]['status']
type ClientEndpoint<Name extends EndpointName> =
  | {
      input: ClientInput<Name>
      output: Row<Name>['success'] extends { readonly schema: infer View extends z.ZodMiniType }
        ? z.output<View>
        : string
      outputFormat: Row<Name>['success'] extends { readonly schema: z.ZodMiniType } ? 'json' : 'text'
      status: Row<Name>['success']['status']
    }
  | { input: ClientInput<Name>; output: Problem; outputFormat: 'json'; status: ProblemStatus }

type Intersected<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never
/** The table in the words of `hono/client`. */
export type ApiSchema = Intersected<
  {
    [Name in EndpointName]: { [Path in PathOf<Name>]: { [Method in `$${Row<Name>['method']}`]: ClientEndpoint<Name> } }
  }[EndpointName]
>
/** For `hc<Api>()`: every call with its input, its answer and its problems. */
export type Api = Hono<{ Variables: Anyone }, ApiSchema>
