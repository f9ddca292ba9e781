import type { Severity } from '../ipc';

const MILDER: Severity[] = ['error', 'warning', 'info'];

/** What a rule may be made of: from error down to the mildest that it allows. */
export function allowed(mildest: Severity): Severity[] {
  return MILDER.slice(0, MILDER.indexOf(mildest) + 1);
}
