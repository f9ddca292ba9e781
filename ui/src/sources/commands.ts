import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import { sources } from './sources.svelte';

export function sourcesCommands(): Command[] {
  return [{ id: 'sources.show', title: t('sources.open'), keys: ['g s'], group: t('group.book'), everywhere: true, run: () => sources.show() }];
}
