import type { RadiusView, SourceView } from '@curfew/contract'
import { messages } from '../../../messages/later-messages.ts'
import { useNow } from '../../../ui/use-now.ts'
import css from '../SourceFacts.module.css'
import { Fact } from '../SourceFacts.tsx'
import { printDuration } from './duration.ts'
import own from './nas.module.css'

type Props = { readonly source: SourceView; readonly radius: RadiusView }

/** How a NAS is known, listened to and told. Its secret is never shown. */
export function NasFacts({ source: { createdAt }, radius }: Props) {
  const { nases, sources, formats } = messages
  const { facts } = nases
  const now = useNow()
  const { interimSeconds, missedUntilStale, endAfterSeconds, identifiedBy, formerSecretUntil } = radius
  const former = formerSecretUntil === null ? undefined : formats.moment(new Date(formerSecretUntil), now)
  return (
    <dl className={css['facts']}>
      <Fact name={facts.networks}>
        <span className={own['addresses']}>
          {radius.networks.map((network) => (
            <span key={network}>{network}</span>
          ))}
        </span>
      </Fact>
      {radius.disconnectPort === null ? (
        <Fact name={facts.told} note={nases.untoldNote}>
          {sources.untold}
        </Fact>
      ) : (
        <Fact name={facts.told} note={nases.toldAt(radius.disconnectAddress)}>
          {nases.toldBy(radius.disconnectPort)}
        </Fact>
      )}
      {radius.disconnectPort !== null && (
        <Fact name={facts.identifiedBy}>
          {identifiedBy === null ? nases.identifiedByChoices.usual.label : formats.list(identifiedBy)}
        </Fact>
      )}
      {interimSeconds === null ? (
        <Fact name={facts.interim} note={nases.silenceMeansNothing}>
          {nases.never}
        </Fact>
      ) : (
        <Fact
          name={facts.interim}
          note={nases.silenceMeans(
            printDuration(interimSeconds * missedUntilStale),
            endAfterSeconds === null ? '' : printDuration(endAfterSeconds),
          )}
        >
          {nases.every(printDuration(interimSeconds))}
        </Fact>
      )}
      <Fact name={facts.knownBy}>{nases.knownByChoices[radius.nasKnownBy].label}</Fact>
      <Fact name={facts.ma}>{radius.requiresMessageAuthenticator ? nases.maRequired : nases.maChecked}</Fact>
      <Fact name={facts.secret} {...(former === undefined ? {} : { note: nases.formerUntil(former) })}>
        {nases.secretSince(formats.moment(new Date(radius.secretChangedAt), now))}
      </Fact>
      <Fact name={sources.facts.createdAt}>
        <time dateTime={createdAt}>{formats.exact(new Date(createdAt))}</time>
      </Fact>
    </dl>
  )
}
