import { app } from '../app.svelte';
import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import { arrivals } from './arrivals.svelte';

export function arrivalsCommands(): Command[] {
  return [{ id: 'arrivals.show', title: t('arrivals.open'), keys: ['g i'], group: t('group.queue'), everywhere: true, when: () => app.state.vault === 'open', run: () => arrivals.show() }];
}
