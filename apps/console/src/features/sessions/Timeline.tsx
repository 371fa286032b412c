import { endings, type SessionDetail } from '@curfew/contract'
import { Time } from '../../ui/Time.tsx'
import css from './Timeline.module.css'
import { useThisMinute } from './ticking.ts'
import { formats, words } from './words.ts'

type Entry = SessionDetail['timeline'][number]

/** A session's life, oldest first. What follows its end is timed from there: that is the proof. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  const ended = entries.find(({ what }) => what === 'ended')
  return (
    <ol className={css['timeline']}>
      {entries.map((entry, index) => (
        <li key={`${entry.at} ${entry.what} ${entry.who} ${index}`} data-what={entry.what} className={css['entry']}>
          <At entry={entry} since={ended && entry !== ended && entry.at >= ended.at ? ended.at : null} />
          <span dir="auto">{words.panel.happened(entry.what, entry.who, detailOf(entry))}</span>
        </li>
      ))}
    </ol>
  )
}

/** The end of a session that nobody closed says why by a word of the contract; a closure says it in its own. */
function detailOf({ what, who, detail }: Entry): string {
  const ending = what === 'ended' && who === '' ? endings.find((known) => known === detail) : undefined
  return ending ? words.endings[ending] : detail
}

function At({ entry, since }: { readonly entry: Entry; readonly since: string | null }) {
  const now = useThisMinute()
  const at = new Date(entry.at)
  const short =
    since === null ? formats.moment(at, now) : `+ ${formats.milliseconds(at.getTime() - new Date(since).getTime())}`
  return <Time at={at} short={short} exact={formats.exact(at)} />
}
