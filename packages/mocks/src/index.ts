/** The mock back end: the real api on the memory store. For tests; `./browser` is for `npm run dev:mock`. */
export { mockPassword } from './administrators.ts'
export { createMockApi, type MockApi, type MockOptions, type Pause } from './mock-api.ts'
export { type Scenario, type ScenarioName, scenarioNames, scenarios } from './scenarios.ts'
