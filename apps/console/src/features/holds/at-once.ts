import type { HoldView } from '@curfew/contract'
import { explain } from '../../api/explain.ts'
import { request } from '../../api/request.ts'
import type { KeepOut } from '../../frame/keep-out.ts'
import { messages } from '../../messages/later-messages.ts'
import { toast } from '../../ui/Toast.tsx'
import { subjectsOf } from './whom.ts'

const atOnceSeconds = 900

/** Keep a user out for a quarter of an hour, and say so. */
export async function keepOutAtOnce({ comers, reason }: KeepOut): Promise<void> {
  for (const subject of subjectsOf('user', comers)) {
    try {
      sayKeptOut(await request('createHold', { body: { subject, seconds: atOnceSeconds, reason } }), 1)
    } catch (error) {
      const why = error instanceof Error ? explain(error, 'change') : ''
      toast(messages.holds.failed(whoOf(subject), why), 'danger')
    }
  }
}

/** Say in passing who is kept out until when, with the way back beside it. */
export function sayKeptOut(last: HoldView | null, count: number): void {
  const { holds, formats } = messages
  if (last === null) return
  const until = formats.moment(new Date(last.endsAt), new Date())
  if (count > 1) return toast(holds.doneMany(count, until), 'ok')
  const who = whoOf(last.subject)
  toast(holds.done(who, until), 'ok', {
    label: holds.undo,
    run: () => {
      request('liftHold', { path: { id: last.id } }).then(
        () => toast(holds.liftedNow(who), 'ok'),
        (error: unknown) => toast(error instanceof Error ? explain(error, 'change') : '', 'danger'),
      )
    },
  })
}

export function whoOf(subject: HoldView['subject']): string {
  return subject.kind === 'address' ? subject.address : subject.userId
}
