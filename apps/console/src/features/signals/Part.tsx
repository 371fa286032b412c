import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Plus } from '../../ui/icons.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import css from './Part.module.css'
import { useWhyNot } from './use-why-not.ts'

type Props = {
  readonly title: string
  readonly hint: string
  /** What is said while there is nothing in it. */
  readonly none: string
  readonly add: string
  readonly onAdd: () => void
  readonly query: Pick<
    UseQueryResult<{ readonly items: readonly unknown[] }>,
    'data' | 'error' | 'isPending' | 'refetch'
  >
  readonly children: ReactNode
}

/** One of the two lists, with what is said of it and the button that makes it longer. */
export function Part({ title, hint, none, add, onAdd, query, children }: Props) {
  const { signals, kit } = messages
  const whyNot = useWhyNot()
  const id = useId()
  const { data, error, isPending, refetch } = query
  return (
    <section aria-labelledby={id} className={css['part']}>
      <div className={css['head']}>
        <h2 id={id} className={css['title']}>
          {title}
        </h2>
        <Button onPress={onAdd} disabledBecause={whyNot}>
          <Plus /> {add}
        </Button>
      </div>
      <p className={css['hint']}>{hint}</p>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={signals.loading} lines={3} />}
      {data && data.items.length === 0 && <Banner>{none}</Banner>}
      {children}
    </section>
  )
}
