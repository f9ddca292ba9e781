import { describe, expect, it } from 'vitest';
import type { Diagnosis, ServiceLine } from '../ipc';
import { hasFurther, readField, writeField } from './lines';

const diagnoses = [
  { id: 4, code: 'I10' },
  { id: 9, code: 'E11.9' },
] as Diagnosis[];
const line = {
  id: 1,
  code: '99214',
  modifiers: ['25'],
  pointers: [9],
  units: '1',
  charge: '165',
  ndc: '',
  serviceFrom: null,
  serviceTo: null,
  placeOfService: null,
  renderingProvider: null,
  claim: null,
  evidence: [],
} as ServiceLine;
const read = (field: Parameters<typeof readField>[0], typed: string) => readField(field, typed, diagnoses, '2026-04-20');

describe('a service line', () => {
  it('shows its cells as a coder writes them', () => {
    expect(writeField(line, 'pointers', diagnoses)).toBe('B');
    expect(writeField(line, 'charge', diagnoses)).toBe('165.00');
    expect(writeField({ ...line, modifiers: ['25', '59'] }, 'modifiers', diagnoses)).toBe('25 59');
    expect(hasFurther(line)).toBe(false);
    expect(hasFurther({ ...line, ndc: '0' })).toBe(true);
  });

  it('changes one cell and nothing else', () => {
    expect(read('pointers', 'ab').patch).toEqual({ pointers: [4, 9] });
    expect(read('charge', '$1,200').patch).toEqual({ charge: '1200' });
    expect(read('serviceFrom', '4/15/26').patch).toEqual({ serviceFrom: '2026-04-15' });
    expect(read('placeOfService', '').patch).toEqual({ placeOfService: null });
    expect(read('code', ' j1885').patch).toEqual({ code: 'J1885' });
  });

  it('says why a cell cannot be read', () => {
    for (const [field, typed] of [
      ['pointers', 'C'],
      ['units', 'two'],
      ['serviceTo', 'soon'],
      ['modifiers', '1 2 3 4 5'],
      ['code', ' '],
    ] as const) {
      expect(read(field, typed).patch).toBeNull();
      expect(read(field, typed).problem).not.toBe('');
    }
  });
});
