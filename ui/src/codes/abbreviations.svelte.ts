import type { SearchFilters } from '../ipc';

/** What was typed in a search box and shall mean something: handed to the table of own abbreviations. */
export const asked = $state({ short: '' });

export const noFilters: SearchFilters = { chapter: null, billableOnly: false, laterality: null, patient: null };
