/** As much of `oidc-provider` as is used here; it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> }

  export class Provider {
    constructor(issuer: string, configuration: object)
    callback(): RequestListener
    readonly Client: {
      find(id: string): Promise<{ backchannelLogout(sub: string, sid: string): Promise<void> } | undefined>
    }
    readonly Grant: {
      new (of: { clientId: string; accountId: string }): Grant
      find(id: string): Promise<Grant | undefined>
    }
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string } },
    ): Promise<void>
    on(event: 'backchannel.success' | 'backchannel.error', hear: (...words: unknown[]) => void): void
  }

  /** What is looked at of a request under way. */
  export type Context = {
    readonly oidc: {
      readonly client: { readonly clientId: string }
      readonly session: { readonly accountId: string; grantIdFor(clientId: string): string | undefined }
      readonly provider: Provider
    }
  }
}
