import type { SourceView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Copyable } from '../../ui/Copyable.tsx'
import css from './ConnectHints.module.css'
import { curlAnswer, curlLine, guardPackage, guardReadme, guardSnippet, httpPage } from './snippets.ts'

/** What the team that runs the application begins with. The key is not in it: it comes from the environment. */
export function ConnectHints({ source: { kinds } }: { readonly source: Pick<SourceView, 'kinds'> }) {
  const { sources } = messages
  const [kind = 'self-service-console'] = kinds
  return (
    <div className={css['hints']}>
      <Copyable label={sources.curlLabel} text={curlLine(location.origin)} />
      <p className={css['text']}>{sources.curlAnswer(curlAnswer)}</p>
      <Copyable label={sources.guardLabel(guardPackage)} text={guardSnippet(location.origin, kind, sources.snippet)} />
      <p className={css['text']}>{sources.moreText(guardReadme, httpPage)}</p>
    </div>
  )
}
