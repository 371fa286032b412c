import type { BackChannelView, SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { useWhyNotChange } from '../use-why-not-change.ts'
import { BackChannelDialog } from './BackChannelDialog.tsx'
import { type Act, FactList, type Facts, Part } from './Part.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'

/** How it is told by back-channel logout, and what its answers prove. */
export function Told({ source }: { readonly source: SourceView }) {
  const { openid } = messages
  const { backChannel, channel, name } = source
  const whyNot = useWhyNotChange()
  const [open, setOpen] = useState<'change' | 'remove' | null>(null)
  const close = () => setOpen(null)
  const change: Act = {
    label: backChannel === null ? openid.setUp : openid.change,
    onPress: () => setOpen('change'),
    disabledBecause: whyNot ?? (channel === null ? openid.cannotBeTold : undefined),
  }
  const remove: Act = {
    label: openid.remove,
    onPress: () => setOpen('remove'),
    disabledBecause: whyNot ?? (channel === 'back-channel' ? openid.onlyWay : undefined),
  }
  return (
    <Part title={openid.told} hint={openid.toldHint} acts={backChannel === null ? [change] : [change, remove]}>
      {backChannel === null ? (
        <p>{openid.notTold}</p>
      ) : (
        <FactList facts={factsOf(backChannel, channel === 'guard-feed')} />
      )}
      {open === 'change' && <BackChannelDialog source={source} onClose={close} />}
      {open === 'remove' && (
        <RemoveDialog
          source={source}
          change={{ backChannel: null }}
          title={openid.stopTellingTitle(name)}
          text={openid.stopTellingText}
          submit={openid.stopTelling}
          onClose={close}
        />
      )}
    </Part>
  )
}

function factsOf(settings: BackChannelView, isGuarded: boolean): Facts {
  const { openid } = messages
  const { facts, proofs } = openid
  const { probeUri } = settings
  const proof = [...(isGuarded ? [proofs.guard] : []), ...(probeUri === null ? [] : [proofs.probe(probeUri)])]
  const own = openid.jwks(`${location.origin}/.well-known/jwks.json`)
  return [
    [facts.uri, settings.uri],
    [facts.audience, settings.audience],
    [facts.issuer, settings.issuer],
    [facts.proof, proof.length === 0 ? proofs.none : proof.join(' ')],
    [
      facts.signed,
      `${openid.signed(settings.algorithm, settings.signingKeyId)}${settings.signingKeyId === null ? `. ${own}` : ''}`,
    ],
    [facts.sid, openid.sids[settings.sid].label],
    [facts.honoursSub, openid.honoursSub(settings.honoursSub)],
    [facts.network, openid.network(settings.allowsPrivateAddresses)],
    [facts.retryOn, openid.retryOn(settings.retryOn)],
  ]
}
