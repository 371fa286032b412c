import { useMutation } from '@tanstack/react-query'
import { leave } from '../api/departure.ts'
import { explain } from '../api/explain.ts'
import { request } from '../api/request.ts'
import { messages } from '../messages/messages.ts'
import { toast } from '../ui/Toast.tsx'
import { keepTheme } from '../ui/theme.ts'

/** End the own session, and leave. A failure is said, and one stays where one is. */
export function useLogOff() {
  return useMutation({
    mutationFn: () => request('logoff', {}),
    onSuccess: () => {
      keepTheme()
      leave({ why: 'logged-off', farewell: null, command: null, receipt: null })
    },
    onError: (error) => toast(messages.frame.logOffFailed(explain(error, 'change')), 'danger'),
  })
}
