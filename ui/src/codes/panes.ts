import { app } from '../app.svelte';

/** The remembered widths of panes; those never moved are left to their first size. */
export function paneSizes(): Record<string, number> {
  return Object.fromEntries(Object.entries(app.preferences.panes).flatMap(([pane, size]) => (size === null ? [] : [[pane, size]])));
}
