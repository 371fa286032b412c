import { maxMessageLength, reasonKinds } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { Cross, Plus } from '../../ui/icons.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import css from './CloseSessionsDialog.module.css'
import type { Orders } from './orders.ts'

type Props = {
  readonly orders: Orders
  readonly write: (part: Partial<Orders>) => void
  readonly isWrong: boolean
}

/** BCP 47; those that many people read. The API takes any. */
const languages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'cs',
  'sv',
  'da',
  'fi',
  'tr',
  'uk',
  'ar',
  'he',
].concat(['hi', 'ja', 'ko', 'zh-Hans', 'zh-Hant'])

/** What is seldom needed, folded away: whose decision it is, and the message in other languages. */
export function MoreOrders({ orders, write, isWrong }: Props) {
  const text = messages.closing
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className={css['more']} open={isOpen || isWrong} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{text.more}</summary>
      <div className={css['fields']}>
        <Select
          label={text.decision}
          choices={reasonKinds.map((id) => ({ id, ...text.decisions[id] }))}
          value={orders.reasonKind}
          onChange={(reasonKind) => write({ reasonKind })}
        />
        <Texts orders={orders} write={write} isWrong={isWrong} />
      </div>
    </details>
  )
}

function Texts({ orders, write, isWrong }: Props) {
  const { closing: text, formats } = messages
  const free = languages.filter((tag) => orders.messages.every(({ language }) => language !== tag))
  const [next] = free
  const change = (at: number, part: Partial<Orders['messages'][number]>) =>
    write({ messages: orders.messages.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return (
    <fieldset aria-label={text.languages} className={css['fields']}>
      <p className={css['dim']}>{text.languagesHint}</p>
      {orders.messages.map(({ language, text: written }, at) => (
        <div key={language} className={css['language']}>
          <Select
            label={text.languageOf}
            isLabelHidden
            choices={[language, ...free].map((id) => ({ id, label: formats.language(id) }))}
            value={language}
            onChange={(chosen) => change(at, { language: chosen })}
          />
          <TextField
            label={text.textIn(formats.language(language))}
            isLabelHidden
            lang={language}
            dir="auto"
            value={written}
            onChange={(typed) => change(at, { text: typed })}
            maxLength={maxMessageLength}
            error={isWrong && written.trim() === '' ? text.textMissing : undefined}
          />
          <Button
            look="quiet"
            isIcon
            aria-label={text.removeLanguage(formats.language(language))}
            onPress={() => write({ messages: orders.messages.filter((_, index) => index !== at) })}
          >
            <Cross />
          </Button>
        </div>
      ))}
      <div>
        <Button
          disabledBecause={next === undefined ? text.noMoreLanguages : undefined}
          onPress={() => next !== undefined && write({ messages: [...orders.messages, { language: next, text: '' }] })}
        >
          <Plus /> {text.addLanguage}
        </Button>
      </div>
    </fieldset>
  )
}
