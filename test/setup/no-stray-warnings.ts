import { failOnStray } from './stray.ts'

failOnStray('warn')
