import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../../messages/later-messages.ts'
import { useWhyNotChange } from '../use-why-not-change.ts'
import { type Act, FactList, Part } from './Part.tsx'
import { ProviderDialog } from './ProviderDialog.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'

/** The OP whose logout tokens end its sessions. */
export function Obeys({ source }: { readonly source: SourceView }) {
  const { openid } = messages
  const { facts } = openid
  const { openIdProvider: provider, name } = source
  const disabledBecause = useWhyNotChange()
  const [open, setOpen] = useState<'change' | 'remove' | null>(null)
  const close = () => setOpen(null)
  const acts: readonly Act[] = [
    { label: provider === null ? openid.setUp : openid.change, onPress: () => setOpen('change'), disabledBecause },
    ...(provider === null
      ? []
      : [{ label: openid.remove, onPress: () => setOpen('remove'), disabledBecause } satisfies Act]),
  ]
  return (
    <Part title={openid.obeys} hint={openid.obeysHint(`${location.origin}/backchannel-logout`)} acts={acts}>
      {provider === null ? (
        <p>{openid.obeysNobody}</p>
      ) : (
        <FactList
          facts={[
            [facts.issuer, provider.issuer],
            [facts.audience, provider.audience],
            [facts.jwksUri, provider.jwksUri],
            [facts.algorithms, provider.algorithms.join(', ')],
            [facts.network, openid.network(provider.allowsPrivateAddresses)],
          ]}
        />
      )}
      {open === 'change' && <ProviderDialog source={source} onClose={close} />}
      {open === 'remove' && provider !== null && (
        <RemoveDialog
          source={source}
          change={{ openIdProvider: null }}
          title={openid.stopObeyingTitle(provider.issuer)}
          text={openid.stopObeyingText(name)}
          submit={openid.stopObeying}
          onClose={close}
        />
      )}
    </Part>
  )
}
