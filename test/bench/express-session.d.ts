/** The part of express-session that the bench uses; its own package brings no types. */
declare module 'express-session' {
  import type { RequestHandler } from 'express'

  namespace session {
    type SessionData = Record<string, unknown>
    class Store {
      get(sid: string, done: (error: unknown, data?: SessionData | null) => void): void
      set(sid: string, data: SessionData, done?: (error?: unknown) => void): void
      touch(sid: string, data: SessionData, done?: () => void): void
      destroy(sid: string, done?: (error?: unknown) => void): void
    }
  }
  function session(options: {
    store: session.Store
    secret: string
    resave: boolean
    saveUninitialized: boolean
  }): RequestHandler
  export = session
}

declare namespace Express {
  interface Request {
    session: Record<string, unknown>
  }
}
