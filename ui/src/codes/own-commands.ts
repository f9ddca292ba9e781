import { app } from '../app.svelte';
import type { Command } from '../commands/registry.svelte';
import type { CodeRef, CodeSystem } from '../ipc';
import { t } from '../strings';
import type { OpenBook } from './open-book.svelte';
import { asked } from './abbreviations.svelte';
import { ownNotes } from './own-notes.svelte';

/** Whether the hand is in a search box of the book. */
function inSearch(): boolean {
  return document.activeElement?.matches('input[role="combobox"]') ?? false;
}

/** The code that the hand is on: a row that names its code, the highlighted hit, else the page that lies open. */
export function codeAtHand(reading: OpenBook): CodeRef | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-code]');
  const code = row?.dataset['code'];
  if (row && code) return { system: (row.dataset['system'] ?? 'icd10cm') as CodeSystem, code };
  const { chosen } = reading.search;
  if (inSearch() && chosen?.kind === 'hit') return { system: chosen.hit.system, code: chosen.hit.code };
  const { detail } = reading.book;
  return detail && { system: detail.system, code: detail.code };
}

/** The keys of what is the coder's own beside the book. */
export function ownCommands(reading: OpenBook): Command[] {
  const group = t('group.own');
  const withCode = (deed: (of: CodeRef) => void) => () => {
    const of = codeAtHand(reading);
    if (of) deed(of);
    else app.say(t('ownNote.noCode'));
  };
  /** The favourite that is highlighted on the shelf. */
  const onShelf = (): CodeRef | null => {
    const { query, chosen, below } = reading.search;
    const hit = inSearch() && query === '' && below === null && chosen?.kind === 'hit' ? chosen.hit : null;
    return hit && reading.isFavourite(hit) ? hit : null;
  };
  const favourite = (deed: (of: CodeRef) => void) => () => {
    const of = onShelf();
    if (of) deed(of);
  };
  const when = () => onShelf() !== null;
  /** What stands in the box becomes the short form; its words are written in the settings. */
  const abbreviate = () => {
    asked.short = reading.search.query.trim();
    app.settingsPart = 'abbreviations';
    app.go('settings');
  };
  return [
    { id: 'own.abbreviation', title: t('command.abbreviation'), keys: [], group, run: abbreviate },
    { id: 'own.note', title: t('command.ownNote'), keys: ['Ctrl+J'], group, inTextField: true, run: withCode((of) => (ownNotes.editing = of)) },
    {
      id: 'own.favourite',
      title: t('command.favouriteHere'),
      keys: ['Ctrl+Shift+K'],
      group,
      inTextField: true,
      run: withCode((of) => reading.toggleFavourite(of)),
    },
    { id: 'own.up', title: t('command.favouriteUp'), keys: ['Alt+Up'], group, when, inTextField: true, run: favourite((of) => reading.moveFavourite(of, -1)) },
    { id: 'own.down', title: t('command.favouriteDown'), keys: ['Alt+Down'], group, when, inTextField: true, run: favourite((of) => reading.moveFavourite(of, 1)) },
    { id: 'own.remove', title: t('command.favouriteRemove'), keys: ['Del'], group, when, inTextField: true, run: favourite((of) => reading.toggleFavourite(of)) },
  ];
}
