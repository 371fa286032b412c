import { acceptedAlgorithms, openIdProvider, type SourceView } from '@curfew/contract'
import { useId, useState } from 'react'
import * as z from 'zod/mini'
import { messages } from '../../../messages/later-messages.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useChangeSource } from '../queries.ts'
import css from './OpenId.module.css'

type Props = { readonly source: SourceView; readonly onClose: () => void }

/** The OP whose logout tokens end sessions of a source. */
export function ProviderDialog({ source, onClose }: Props) {
  const { openid } = messages
  const [before] = useState(source.openIdProvider)
  const { issuer = '', audience = '', jwksUri = '' } = before ?? {}
  const [typed, setTyped] = useState({ issuer, audience, jwksUri })
  const [algorithms, setAlgorithms] = useState<readonly string[]>(before?.algorithms ?? acceptedAlgorithms)
  const [allowsPrivateAddresses, setAllowsPrivate] = useState(before?.allowsPrivateAddresses ?? false)
  const [isChecked, setIsChecked] = useState(false)
  const change = useChangeSource(source.id)
  const hintId = useId()
  const trimmed = Object.fromEntries(Object.entries(typed).map(([field, text]) => [field, text.trim()]))
  const read = z.safeParse(openIdProvider, { ...trimmed, algorithms, allowsPrivateAddresses })
  const isPlain = !allowsPrivateAddresses && /^http:/i.test(typed.jwksUri.trim())
  const isWrong = (name: string) => isChecked && !read.success && read.error.issues.some(({ path }) => path[0] === name)
  const field = (name: keyof typeof typed, wrong: string) => ({
    isCode: true,
    autoComplete: 'off',
    value: typed[name],
    onChange: (text: string) => setTyped({ ...typed, [name]: text }),
    error: isWrong(name) || (isChecked && isPlain && name === 'jwksUri') ? wrong : undefined,
  })

  const submit = () => {
    setIsChecked(true)
    if (!read.success || isPlain) return
    const done = ({ name }: SourceView) => {
      onClose()
      toast(openid.saved(name), 'ok')
    }
    change.mutate({ openIdProvider: read.data }, { onSuccess: done })
  }

  return (
    <FormDialog
      title={openid.obeyTitle(source.name)}
      text={openid.obeyText}
      submit={openid.save}
      isPending={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField
        label={openid.issuer}
        description={openid.issuerHint}
        hasFirstFocus
        {...field('issuer', openid.issuerWrong)}
      />
      <TextField
        label={openid.audience}
        description={openid.providerAudienceHint}
        {...field('audience', openid.audienceWrong)}
      />
      <TextField label={openid.jwksUri} inputMode="url" {...field('jwksUri', openid.uriWrong)} />
      <fieldset className={css['choices']} aria-describedby={hintId}>
        <legend className={css['dim']}>{openid.accepted}</legend>
        {acceptedAlgorithms.map((name) => (
          <Checkbox
            key={name}
            isSelected={algorithms.includes(name)}
            onChange={(is) =>
              setAlgorithms(acceptedAlgorithms.filter((one) => (one === name ? is : algorithms.includes(one))))
            }
          >
            {name}
          </Checkbox>
        ))}
        <p id={hintId} className={css['error']}>
          {isWrong('algorithms') && openid.acceptedWrong}
        </p>
      </fieldset>
      <Checkbox isSelected={allowsPrivateAddresses} onChange={setAllowsPrivate}>
        {openid.allowsPrivate}
      </Checkbox>
    </FormDialog>
  )
}
