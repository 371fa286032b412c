import type { SourceView } from '@curfew/contract'
import { messages } from '../../../messages/later-messages.ts'
import { Obeys } from './Obeys.tsx'
import css from './OpenId.module.css'
import { Told } from './Told.tsx'

/** A source and OpenID Connect: how it is told by logout tokens, and whose logout tokens end its sessions. */
export function OpenId({ source }: { readonly source: SourceView }) {
  return (
    <section aria-labelledby="openid" className={css['openid']}>
      <h2 id="openid" className={css['title']}>
        {messages.openid.title}
      </h2>
      <Told source={source} />
      <Obeys source={source} />
    </section>
  )
}
