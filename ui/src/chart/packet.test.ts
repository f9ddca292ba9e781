import { describe, expect, it } from 'vitest';
import type { Document } from '../ipc';
import { quoteLines } from './packet';

const note: Document = { id: 1, kind: 'progress_note', title: '', author: '', date: null, text: 'HPI: cough\nA: asthma,\nmild\nP: albuterol', withdrawn: false, file: null };
const at = (quote: string) => {
  const start = note.text.indexOf(quote);
  return { document: 1, start, end: start + quote.length, quote };
};

describe('the place of a quote', () => {
  it.each([
    ['HPI: cough', 1, 1],
    ['asthma,\nmild', 2, 3],
    ['asthma,\n', 2, 2],
    ['albuterol', 4, 4],
  ])('%j stands on lines %i to %i', (quote, from, to) => {
    expect(quoteLines(at(quote), note)).toEqual({ from, to });
  });

  it('is not known where the document was taken back', () => {
    expect(quoteLines(at('cough'), undefined)).toBeNull();
  });
});
