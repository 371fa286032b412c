import { defaultScenario, isScenarioName, type ScenarioName, scenarios } from '../scenarios.ts'

/** What one tab keeps over a reload. The store itself begins anew; what a reload must not undo is being logged off. */
export type Remembered = {
  readonly scenario: ScenarioName
  readonly seed: number
  /** Added to every answer, on top of what the scenario takes; null: nothing chosen in the panel. */
  readonly delayMs: number | null
  readonly loggedOff: boolean
  readonly panelOpen: boolean
}

const key = 'curfew-mock'
const fresh: Remembered = {
  scenario: defaultScenario,
  seed: 1,
  delayMs: null,
  loggedOff: false,
  panelOpen: false,
}

/** What this tab remembers. A scenario that the address names begins anew: logged on, no delay chosen. */
export function remembered(storage: Storage, search: string): Remembered {
  const kept = parse(storage.getItem(key))
  const asked = new URLSearchParams(search)
  const scenario = asked.get('scenario')
  const seed = seedFrom(asked.get('seed')) ?? kept.seed
  if (!isScenarioName(scenario)) return { ...kept, seed }
  return { ...fresh, scenario, seed, panelOpen: kept.panelOpen }
}

/** The address without what is for the mock: the console would take it for a part of its search. */
export function withoutMockWords(address: string): string {
  const url = new URL(address)
  for (const word of ['scenario', 'seed']) url.searchParams.delete(word)
  return url.href
}

/** The address at which a scenario begins anew. */
export function addressOfScenario(name: ScenarioName, base: string): string {
  const url = new URL(scenarios[name].startAt, base)
  url.searchParams.set('scenario', name)
  return url.href
}

export function remember(storage: Storage, now: Remembered): void {
  storage.setItem(key, JSON.stringify(now))
}

function parse(text: string | null): Remembered {
  if (text === null) return fresh
  const kept: unknown = JSON.parse(text)
  if (typeof kept !== 'object' || kept === null) return fresh
  return {
    scenario: nameOf('scenario' in kept ? kept.scenario : undefined),
    seed: 'seed' in kept && typeof kept.seed === 'number' ? kept.seed : fresh.seed,
    delayMs: 'delayMs' in kept && typeof kept.delayMs === 'number' ? kept.delayMs : fresh.delayMs,
    loggedOff: 'loggedOff' in kept && kept.loggedOff === true,
    panelOpen: 'panelOpen' in kept && kept.panelOpen === true,
  }
}

function nameOf(value: unknown): ScenarioName {
  return typeof value === 'string' && isScenarioName(value) ? value : fresh.scenario
}

function seedFrom(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
