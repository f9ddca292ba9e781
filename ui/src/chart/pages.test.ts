import { expect, it } from 'vitest';
import type { Document } from '../ipc';
import { hasText, pageAt, pageStart, quotedPage } from './pages';

const page = (start: number, text = true) => ({ start, hasText: text });
const paper = (...pages: ReturnType<typeof page>[]): Document => ({
  id: 1, kind: 'other', title: '', author: '', date: null, text: 'one two three', withdrawn: false,
  file: { digest: 'ab', name: 'a.pdf', mediaType: 'application/pdf', bytes: 10, isPictured: true, pages },
});
const quote = (start: number) => ({ document: 1, start, end: start + 1, quote: 'x' });

it('finds the page of an offset and the offset of a page', () => {
  const document = paper(page(0), page(10, false), page(10), page(25));
  expect([0, 9, 10, 24, 25, 99].map((offset) => pageAt(document, offset))).toEqual([1, 1, 3, 3, 4, 4]);
  expect([1, 3, 4, 9].map((number) => pageStart(document, number))).toEqual([0, 10, 25, 0]);
});

it('says the page of a quote only where there are several', () => {
  expect(quotedPage(quote(12), paper(page(0), page(10)))).toBe('p. 2');
  expect(quotedPage(quote(12), paper(page(0)))).toBe('');
  expect(quotedPage(quote(12), { ...paper(), file: null })).toBe('');
});

it('knows a scan by its having no words', () => {
  expect(hasText(paper())).toBe(true);
  expect(hasText({ ...paper(), text: ' ' })).toBe(false);
});
