import { tick } from 'svelte';
import { app } from '../app.svelte';
import type { Command } from '../commands/registry.svelte';
import { t } from '../strings';
import type { Leaf } from './book.svelte';
import type { OpenBook } from './open-book.svelte';
import type { Incomplete, Occasion } from './picker.svelte';
import { NO_FILTERS } from './search.svelte';

/** Whether the hand rests on the page, where arrows and brackets turn it. */
function onPage(): boolean {
  return document.activeElement?.closest('[data-book-page]') != null;
}

/** The keys of the book, wherever it lies open. `searchBox` is the id of its search box. */
export function bookCommands(reading: OpenBook, searchBox: string): Command[] {
  const group = t('group.book');
  const { search } = reading;
  const open = () => reading.book.detail !== null;
  // On the page the keys speak of its code, elsewhere of the highlighted row.
  const leaf = (): Leaf | null => {
    const { detail } = reading.book;
    return onPage() && detail ? { system: detail.system, code: detail.code } : reading.subject;
  };
  async function withLeaf(deed: (of: Leaf) => Promise<void>): Promise<void> {
    const of = leaf();
    if (of) await deed(of);
  }
  return [
    { id: 'book.search', title: t('command.search'), keys: ['/'], group, run: () => focusSearch(reading, searchBox) },
    {
      id: 'book.searchAlways',
      title: t('command.searchAlways'),
      keys: ['Ctrl+/'],
      group,
      inTextField: true,
      run: () => focusSearch(reading, searchBox),
    },
    { id: 'book.ruler', title: t('command.ruler'), keys: ['Alt+R'], group, inTextField: true, run: () => toRuler(reading) },
    {
      id: 'book.home',
      title: t('command.dateHome'),
      keys: ['Alt+T'],
      group,
      inTextField: true,
      when: () => reading.on !== reading.home,
      run: () => reading.turnTo(null),
    },
    { id: 'book.procedures', title: t('command.procedures'), keys: ['F7'], group, run: () => startTables(reading) },
    {
      id: 'book.index',
      title: t('index.open'),
      keys: ['I'],
      group,
      run: () => {
        reading.indexShown = true;
      },
    },
    {
      id: 'book.why',
      title: t('command.why'),
      keys: ['F2'],
      group,
      run: () => void (search.why = !search.why),
    },
    {
      id: 'book.filterChapter',
      title: t('command.filterChapter'),
      keys: ['Alt+C'],
      group,
      when: () => search.filters.chapter !== null || search.chosen?.kind === 'hit',
      run: () => search.filterChapter(),
    },
    {
      id: 'book.filterBillable',
      title: t('command.filterBillable'),
      keys: ['Alt+B'],
      group,
      run: () => search.filter({ billableOnly: !search.filters.billableOnly }),
    },
    { id: 'book.filterSide', title: t('command.filterSide'), keys: ['Alt+S'], group, run: () => search.filterSide() },
    {
      id: 'book.filterPatient',
      title: t('command.filterPatient'),
      keys: ['Alt+P'],
      group,
      when: () => search.patient !== null,
      run: () => search.filterPatient(),
    },
    {
      id: 'book.filterNone',
      title: t('command.filterNone'),
      keys: ['Alt+0'],
      group,
      when: () => search.filtered,
      run: () => search.filter(NO_FILTERS),
    },
    { id: 'book.up', title: t('command.up'), keys: ['Left'], group, when: () => onPage() && open(), run: () => reading.book.up() },
    { id: 'book.down', title: t('command.down'), keys: ['Right'], group, when: () => onPage() && open(), run: () => reading.book.down() },
    { id: 'book.previous', title: t('command.previous'), keys: ['['], group, when: open, run: () => reading.book.previous() },
    { id: 'book.next', title: t('command.next'), keys: [']'], group, when: open, run: () => reading.book.next() },
    {
      id: 'book.complete',
      title: t('command.completeCode'),
      keys: ['C'],
      group,
      when: () => reading.book.detail?.standing.kind === 'header',
      run: () => {
        const { detail } = reading.book;
        if (detail) return completeCode(reading, detail, { onleave: () => document.querySelector<HTMLElement>('[data-book-page]')?.focus() });
      },
    },
    {
      id: 'book.siblings',
      title: t('command.siblings'),
      keys: ['Alt+D'],
      group,
      when: () => leaf() !== null,
      inTextField: true,
      run: () => withLeaf((of) => reading.compare(of)),
    },
    {
      id: 'book.header',
      title: t('command.header'),
      keys: ['Alt+H'],
      group,
      when: () => leaf() !== null,
      inTextField: true,
      run: () => withLeaf((of) => reading.toHeader(of)),
    },
    {
      id: 'book.back',
      title: t('command.back'),
      keys: ['Alt+Left'],
      group,
      inTextField: true,
      when: () => reading.book.canGoBack,
      run: () => reading.book.goBack(),
    },
    {
      id: 'book.forward',
      title: t('command.forward'),
      keys: ['Alt+Right'],
      group,
      inTextField: true,
      when: () => reading.book.canGoForward,
      run: () => reading.book.goForward(),
    },
    {
      id: 'book.backOnPage',
      title: t('command.backOnPage'),
      keys: ['Backspace'],
      group,
      hidden: true,
      when: () => onPage() && reading.book.canGoBack,
      run: () => reading.book.goBack(),
    },
    {
      id: 'book.favourite',
      title: t('command.favourite'),
      keys: ['F'],
      group,
      when: open,
      run: () => {
        const { detail } = reading.book;
        if (detail) reading.toggleFavourite(detail);
      },
    },
  ];
}

async function toRuler(reading: OpenBook): Promise<void> {
  reading.reveal();
  await app.focus('[data-ruler]');
}

/** The tables of ICD-10-PCS, at the page that lies open where it is one of theirs. */
function startTables(reading: OpenBook): Promise<void> {
  const { detail } = reading.book;
  return reading.tables.start(detail?.system === 'icd10pcs' ? detail.code : '');
}

/** The search box with its text selected; a book that is folded away or slid aside comes back first. */
export async function focusSearch(reading: OpenBook, searchBox: string): Promise<void> {
  // What is attached from a pick list leaves the hand there.
  if (document.activeElement?.closest('[data-pick-list]')) return;
  reading.listShown = false;
  reading.indexShown = false;
  reading.reveal();
  await tick();
  const box = document.getElementById(searchBox);
  if (box instanceof HTMLInputElement) {
    box.focus();
    box.select();
  }
}

/** The codes of a range that a note names, where the results stand otherwise, with the hand on them. */
export async function listRange(reading: OpenBook, searchBox: string, range: string): Promise<void> {
  const listed = reading.search.openRange(range);
  await focusSearch(reading, searchBox);
  await listed;
}

/** The choices that complete a code, where the results stand otherwise. */
export async function completeCode(reading: OpenBook, code: Incomplete, occasion?: Occasion): Promise<void> {
  reading.reveal();
  reading.listShown = false;
  await reading.search.complete(code, occasion);
}
