import { tick } from 'svelte';
import { app } from '../app.svelte';
import type { OpenBook } from '../codes/open-book.svelte';
import { codeAtHand } from '../codes/own-commands';
import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import type { PickListController } from './picklists.svelte';

/** The keys of the pick lists beside a book. `opens` where the book can show one in the place of its results. */
export function pickListCommands(lists: PickListController, reading: OpenBook, opens: boolean): Command[] {
  const group = t('group.own');
  const add: Command = {
    id: 'own.addToList',
    title: t('command.addToList'),
    keys: ['Ctrl+Shift+B'],
    group,
    inTextField: true,
    run: async () => {
      const of = codeAtHand(reading);
      if (!of) return app.say(t('ownNote.noCode'));
      if (await lists.load()) lists.dialog = { name: 'add', of };
    },
  };
  const show: Command = {
    id: 'own.lists',
    title: t('command.lists'),
    keys: ['Ctrl+B'],
    group,
    inTextField: true,
    run: async () => {
      if (!(await lists.load())) return;
      reading.reveal();
      reading.listShown = true;
      await tick();
      document.querySelector<HTMLElement>('[data-pick-list]')?.focus();
    },
  };
  return opens ? [add, show] : [add];
}
