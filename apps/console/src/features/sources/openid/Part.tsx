import { type ReactNode, useId } from 'react'
import { Button } from '../../../ui/Button.tsx'
import css from './OpenId.module.css'

export type Act = { readonly label: string; readonly onPress: () => void; readonly disabledBecause: string | undefined }

type Props = {
  readonly title: string
  readonly hint: string
  readonly acts: readonly Act[]
  readonly children: ReactNode
}

/** One of the two directions, with what can be done about it. */
export function Part({ title, hint, acts, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={css['part']}>
      <div className={css['head']}>
        <h3 id={id} className={css['name']}>
          {title}
        </h3>
        <span className={css['acts']}>
          {acts.map(({ label, onPress, disabledBecause }) => (
            <Button key={label} onPress={onPress} disabledBecause={disabledBecause} aria-label={`${label}: ${title}`}>
              {label}
            </Button>
          ))}
        </span>
      </div>
      <p className={css['dim']}>{hint}</p>
      {children}
    </section>
  )
}

export type Facts = readonly (readonly [name: string, value: ReactNode])[]

export function FactList({ facts }: { readonly facts: Facts }) {
  return (
    <dl className={css['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className={css['dim']}>{name}</dt>
          <dd className={css['value']}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
