import { explain } from '../api/explain.ts'
import { ProblemError, UnreachableError } from '../api/problem-error.ts'
import { messages } from '../messages/messages.ts'
import { Button } from '../ui/Button.tsx'
import { PlainPage } from './PlainPage.tsx'

/** In place of a page that could not be shown. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  const { title, text } = inWords(error)
  return (
    <PlainPage title={title} text={text}>
      <Button look="primary" onPress={() => location.reload()}>
        {messages.frame.reload}
      </Button>
    </PlainPage>
  )
}

function inWords(error: unknown): { title: string; text: string } {
  const { frame } = messages
  if (error instanceof UnreachableError) return { title: frame.unreachableTitle, text: explain(error, 'read') }
  if (error instanceof ProblemError) return { title: frame.brokenTitle, text: explain(error, 'read') }
  // What a browser says when a part of the console is not there any more differs; it is always a TypeError.
  if (error instanceof TypeError && /import|module|chunk|load/i.test(error.message))
    return { title: frame.brokenTitle, text: frame.updatedText }
  return { title: frame.brokenTitle, text: frame.brokenText }
}
