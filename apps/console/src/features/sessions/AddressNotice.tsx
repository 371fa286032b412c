import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { words } from './words.ts'

type Props = { readonly refused: readonly string[]; readonly onDismiss: () => void }

/** What of the address could not be read: the list may be wider than whoever sent it meant. */
export function AddressNotice({ refused, onDismiss }: Props) {
  if (refused.length === 0) return null
  return (
    <Banner tone="warn" announce="politely" actions={<Button onPress={onDismiss}>{words.cleanAddress}</Button>}>
      {words.addressNotice(refused)}
    </Banner>
  )
}
