import { type Role, roles } from '@curfew/contract'

/** Whether `role` includes what `needed` may do: each role includes those before it in `roles`. */
export function permits(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}
