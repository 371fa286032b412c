import { type ScenarioName, scenarioNames, scenarios } from '../scenarios.ts'
import { panelStyle } from './panel-style.ts'

/** What the panel shows and does. It knows no store and no worker. */
export type PanelDoings = {
  readonly scenario: ScenarioName
  readonly sessions: number
  readonly seed: number
  readonly password: string
  readonly delayMs: number
  readonly isOpen: boolean
  chooseScenario(name: ScenarioName): void
  chooseDelay(delayMs: number): void
  closeMySession(): void
  keepOpen(isOpen: boolean): void
}

const longestDelayMs = 5_000

/**
 * A small panel in the corner, apart from the page: a shadow root, so that neither's style reaches the other.
 *
 * @returns takes the panel away again
 */
export function showPanel(doings: PanelDoings, page: Document = document): () => void {
  const host = page.createElement('curfew-mock-panel')
  const root = host.attachShadow({ mode: 'open' })
  root.innerHTML = `<style>${panelStyle}</style>
    <details>
      <summary>Mock: <b></b></summary>
      <div class="body">
        <p class="shows"></p>
        <label>Scenario <select name="scenario"></select></label>
        <label>Delay <span></span>
          <input name="delay" type="range" min="0" max="${longestDelayMs}" step="100"></label>
        <button type="button">Close my session</button>
        <p class="facts"></p>
      </div>
    </details>`

  const find = <Found extends Element>(selector: string, kind: new () => Found): Found => {
    const found = root.querySelector(selector)
    if (!(found instanceof kind)) throw new TypeError(`The panel has no ${selector}`)
    return found
  }
  const details = find('details', HTMLDetailsElement)
  const select = find('select', HTMLSelectElement)
  const delay = find('input', HTMLInputElement)
  const delayInWords = find('span', HTMLSpanElement)

  find('b', HTMLElement).textContent = doings.scenario
  find('.shows', HTMLParagraphElement).textContent = scenarios[doings.scenario].shows
  find('.facts', HTMLParagraphElement).textContent =
    `${doings.sessions.toLocaleString('en')} sessions in this tab, counting those that are never listed; seed ${doings.seed}. Everybody's password is ${doings.password}. A reload starts anew.`
  select.append(...scenarioNames.map((name) => new Option(name, name, false, name === doings.scenario)))
  details.open = doings.isOpen
  delay.valueAsNumber = doings.delayMs
  const showDelay = () => (delayInWords.textContent = `${delay.valueAsNumber.toLocaleString('en')} ms`)
  showDelay()

  details.addEventListener('toggle', () => doings.keepOpen(details.open))
  delay.addEventListener('input', showDelay)
  delay.addEventListener('change', () => doings.chooseDelay(delay.valueAsNumber))
  find('button', HTMLButtonElement).addEventListener('click', () => doings.closeMySession())
  select.addEventListener('change', () => {
    const name = scenarioNames.find((known) => known === select.value)
    if (name !== undefined) doings.chooseScenario(name)
  })

  page.body.append(host)
  return () => host.remove()
}
