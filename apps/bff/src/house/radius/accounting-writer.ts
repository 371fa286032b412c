import { serveWriter } from '@curfew/store/writer'
import { newId } from '../new-id.ts'
import { keepBooks } from './bookkeeping.ts'

// The thread that writes: accounting is decided in it.
serveWriter((books) => keepBooks(books, { clock: () => new Date(), newId }))
