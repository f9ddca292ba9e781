import { app } from '../app.svelte';
import { sources } from './sources.svelte';

/** What is dropped on the book or on the sources is a publisher's; elsewhere only an archive or XML of theirs is. */
export function takesCodeSet(path: string): boolean {
  return sources.shown || app.view === 'dictionary' || /icd.?10|hcpc|ncci|ccipra|ccioph|mcr_mue|pprrvu|gpci|poa.?exempt|neoplasm|eindex/i.test(path.split(/[\\/]/).at(-1) ?? '');
}
