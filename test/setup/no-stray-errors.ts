import { failOnStray } from './stray.ts'

failOnStray('error')
