import { Hono } from 'hono'
import { html } from 'hono/html'
import { button, page, styles, toldList } from './html.ts'
import type { ToldLog } from './told.ts'

/** A client without users in a browser, with a page that shows and drives it. */
export type Program = {
  readonly title: string
  readonly about: string
  readonly told: ToldLog
  /** Who is logged on, in words. */
  readonly state: () => string
  readonly doings: readonly {
    readonly path: string
    readonly label: string
    readonly act: () => Promise<void> | void
  }[]
}

export function createProgramPage({ title, about, told, state, doings }: Program): Hono {
  const app = new Hono()
  app.get('/playground.css', (c) => c.body(String(styles), 200, { 'content-type': 'text/css' }))
  app.get('/', (c) => {
    const who = html`<p>Now: <strong id="who">${state()}</strong></p>`
    const buttons = html`${doings.map(({ path, label }) => button(path, label))} <a href="/">Look again</a>`
    return c.html(page(title, about, [who, buttons, toldList(told.entries())]), 200, { 'cache-control': 'no-store' })
  })
  for (const { path, act } of doings) {
    app.post(path, async (c) => {
      try {
        await act()
      } catch (error) {
        told.note(error instanceof Error ? error.message : String(error))
      }
      return c.redirect('/', 303)
    })
  }
  return app
}
