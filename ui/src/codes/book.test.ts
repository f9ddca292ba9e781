import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CodeDetail } from '../ipc';
import { Book, type Reader } from './book.svelte';

const page = (code: string) => ({ system: 'icd10cm' as const, code });

describe('the way through the book', () => {
  let book: Book;
  const fail = vi.fn();
  const desk = { code: async (_system: string, code: string) => (code === 'gone' ? null : ({ ...page(code), path: [], children: [] } as unknown as CodeDetail)) } as unknown as Reader;
  const here = () => book.detail?.code;

  beforeEach(() => {
    book = new Book({ on: () => '2026-04-15', fail, desk });
  });

  it('goes back over links, and forward again', async () => {
    for (const code of ['A', 'B', 'C']) await book.open(page(code));
    await book.goBack();
    await book.goBack();
    expect([here(), book.canGoBack, book.canGoForward]).toEqual(['A', false, true]);
    await book.goForward();
    expect(here()).toBe('B');
    await book.open(page('D'));
    expect(book.canGoForward).toBe(false);
    await book.goBack();
    expect(here()).toBe('B');
  });

  it('keeps the page whose range was listed, and of the pages passed over the last', async () => {
    await book.open(page('N18'), true);
    await book.open(page('I12'));
    for (const code of ['N17', 'N18', 'N19']) await book.open(page(code), true);
    await book.open(page('Z99'));
    await book.goBack();
    expect(here()).toBe('N19');
    await book.goBack();
    expect(here()).toBe('I12');
    await book.goBack();
    expect([here(), book.canGoBack]).toEqual(['N18', false]);
  });

  it('keeps a page that passed by and was then gone to', async () => {
    await book.open(page('A'), true);
    await book.open(page('A'));
    await book.open(page('B'), true);
    await book.goBack();
    expect(here()).toBe('A');
  });

  it('is not moved by what is not in the book, nor by another date', async () => {
    await book.open(page('A'));
    await book.open(page('gone'));
    expect([here(), book.missing]).toEqual(['A', 'gone']);
    await book.open(page('B'));
    await book.reopen();
    await book.goBack();
    expect([here(), book.missing, book.canGoBack]).toEqual(['A', null, false]);
  });
});
