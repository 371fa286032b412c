import { type Filter, printFilters } from '@curfew/contract'
import { useEffect, useRef, useState } from 'react'
import { Hidden } from '../../ui/Hidden.tsx'
import { words } from './words.ts'

type Props = {
  /** How many match this search; null until that is known. */
  readonly found: number | null
  readonly filters: readonly Filter[]
  /** The search cleared a selection. */
  readonly wasCleared: boolean
}

/** Says what a search came to. A number that changes by itself is not news for the ear. */
export function Announcer({ found, filters, wasCleared }: Props) {
  const [said, setSaid] = useState('')
  const searched = new URLSearchParams(printFilters(filters)).toString()
  const saidFor = useRef(searched)

  useEffect(() => {
    if (found === null || saidFor.current === searched) return
    saidFor.current = searched
    setSaid([words.search.found(found), ...(wasCleared ? [words.toolbar.selectionCleared] : [])].join('. '))
  }, [found, searched, wasCleared])

  return (
    <output>
      <Hidden>{said}</Hidden>
    </output>
  )
}
