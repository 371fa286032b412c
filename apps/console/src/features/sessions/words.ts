import { messages } from '../../messages/messages.ts'

/** The texts of this page. */
export const words = messages.sessions
export const { formats } = messages
