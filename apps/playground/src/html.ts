import { html, raw } from 'hono/html'
import type { Told } from './told.ts'

type Part = ReturnType<typeof html>

/** One plain page: the same look for every client, so that what differs is what they are. */
export function page(title: string, about: string, parts: Part | readonly Part[], script = ''): Part {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/playground.css" />
        ${script ? html`<script type="module" src="${script}"></script>` : ''}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="about">${about}</p>
          ${parts}
        </main>
      </body>
    </html>`
}

/** What this client was told, as a list that reads well aloud. */
export function toldList(entries: readonly Told[]): Part {
  if (entries.length === 0) return html`<section><h2>What it was told</h2><p id="told">Nothing yet.</p></section>`
  const items = entries.map(({ at, what }) => html`<li><time>${at.toISOString().slice(11, 23)}</time> ${what}</li>`)
  return html`<section><h2>What it was told</h2><ol id="told">${items}</ol></section>`
}

export function button(action: string, label: string): Part {
  return html`<form method="post" action="${action}"><button>${label}</button></form>`
}

/** What was typed into a field of a form; empty: nothing was, or it is a file. */
export function typed(form: Readonly<Record<string, unknown>>, field: string): string {
  const value = form[field]
  return typeof value === 'string' ? value.trim() : ''
}

export const styles = raw(`
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f6f7f9, #0e1116); color: light-dark(#141a22, #e7ebf0); }
main { max-width: 44rem; margin: 3rem auto; padding: 1.5rem 2rem; background: light-dark(#fff, #151a21); border: 1px solid light-dark(#e3e6eb, #252c36); border-radius: 10px; }
h1 { font-size: 1.3rem; margin: 0; } h2 { font-size: 1rem; }
.about, time { color: light-dark(#5c6673, #98a3b0); }
form { display: inline-block; margin: 0 .5rem .5rem 0; }
button, input, select { font: inherit; padding: .4rem .7rem; border-radius: 6px; border: 1px solid light-dark(#c5cbd4, #3a4452); }
label { display: block; margin: .5rem 0; } table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .35rem .6rem .35rem 0; }
.closed { border-left: 4px solid light-dark(#b42318, #ff8f85); padding-left: .8rem; }
`)
