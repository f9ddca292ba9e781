import { describe, expect, it } from 'vitest';
import type { Encounter } from '../ipc';
import { evidenceMarks, queryFromWords, supports, wordsBetween } from './evidence';

const span = (start: number, end: number, document = 1) => ({ document, start, end, quote: '' });
const encounter = {
  diagnoses: [
    { id: 7, code: 'E11.22', presentOnAdmission: null, evidence: [span(20, 30), span(5, 9, 2)] },
    { id: 8, code: 'N18.32', presentOnAdmission: null, evidence: [span(20, 30), span(2, 4), span(90, 200)] },
  ],
  lines: [{ id: 9, evidence: [span(40, 44)] }],
  stay: { procedures: [{ id: 10, evidence: [span(50, 60)] }] },
} as unknown as Encounter;

describe('evidence marks', () => {
  it('stand in reading order, equal stretches joined, other documents and stretches past the end left out', () => {
    expect(evidenceMarks(encounter, 1, 100)).toEqual([
      { start: 2, end: 4, tint: 2, letters: ['B'], supports: [{ kind: 'diagnosis', id: 8 }] },
      {
        start: 20,
        end: 30,
        tint: 1,
        letters: ['A', 'B'],
        supports: [
          { kind: 'diagnosis', id: 7 },
          { kind: 'diagnosis', id: 8 },
        ],
      },
      { start: 40, end: 44, tint: 1, letters: ['1'], supports: [{ kind: 'line', id: 9 }] },
      { start: 50, end: 60, tint: 1, letters: ['P1'], supports: [{ kind: 'procedure', id: 10 }] },
    ]);
    expect(evidenceMarks(encounter, 2, 100)).toHaveLength(1);
  });

  it('know what they support', () => {
    const both = evidenceMarks(encounter, 1, 100)[1]!;
    expect(supports(both, { kind: 'diagnosis', id: 8 })).toBe(true);
    expect(supports(both, { kind: 'line', id: 8 })).toBe(false);
    expect(supports(both, null)).toBe(false);
  });
});

describe('selected words', () => {
  it('lose the white space around them, whichever way they were selected', () => {
    const text = 'has  T2DM \n x 14';
    expect(wordsBetween(3, text, 3, 11)).toEqual({ document: 3, start: 5, end: 9, quote: 'T2DM' });
    expect(wordsBetween(3, text, 11, 3)).toEqual({ document: 3, start: 5, end: 9, quote: 'T2DM' });
    expect(wordsBetween(3, text, 9, 11)).toBeNull();
  });

  it('become one short line to search', () => {
    expect(queryFromWords('type 2\n  diabetes')).toBe('type 2 diabetes');
    expect(queryFromWords('word '.repeat(100)).length).toBeLessThanOrEqual(120);
  });
});
