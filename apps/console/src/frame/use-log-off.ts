import { useMutation } from '@tanstack/react-query'
import { useSayLoggedOff } from '../api/events-context.tsx'
import { explain } from '../api/explain.ts'
import { request } from '../api/request.ts'
import { leaveLoggedOff } from '../api/told.ts'
import { messages } from '../messages/messages.ts'
import { toast } from '../ui/Toast.tsx'
import { keepTheme } from '../ui/theme.ts'

/** End the own session, and leave. A failure is said, and one stays where one is. */
export function useLogOff() {
  const sayLoggedOff = useSayLoggedOff()
  return useMutation({
    mutationFn: () => request('logoff', {}),
    onSuccess: () => {
      keepTheme()
      sayLoggedOff()
      leaveLoggedOff()
    },
    onError: (error) => toast(messages.frame.logOffFailed(explain(error, 'change')), 'danger'),
  })
}
