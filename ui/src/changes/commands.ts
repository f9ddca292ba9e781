import { app } from '../app.svelte';
import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import { changes } from './changes.svelte';

/** Reaches the changes from everywhere. */
export function changesCommand(): Command {
  return { id: 'changes.show', title: t('changes.open'), keys: ['g w'], group: t('group.book'), everywhere: true, when: () => app.state.vault === 'open', run: () => changes.show() };
}

/** What acts while they are in sight. */
export function changesCommands(): Command[] {
  const group = t('group.book');
  return [
    { id: 'changes.replace', title: t('changes.replace'), keys: ['R'], group, when: () => changes.row !== null, run: () => changes.replace() },
    { id: 'changes.nextPart', title: t('changes.nextPart'), keys: ['F4'], group, run: () => changes.turn(1) },
    { id: 'changes.print', title: t('changes.print'), keys: ['Ctrl+P'], group, when: () => changes.found !== null, run: () => window.print() },
    { id: 'changes.export', title: t('changes.export'), keys: ['Ctrl+S'], group, when: () => changes.found !== null, run: () => changes.export() },
    { id: 'changes.close', title: t('changes.close'), keys: ['Escape'], group, run: () => app.go('dictionary') },
  ];
}
