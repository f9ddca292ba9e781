import { describe, expect, it } from 'vitest';
import type { CodeKind, CodeSystem } from '../ipc';
import { shelfName } from './shelf';

describe('what is written on the spine', () => {
  it.each<[CodeSystem, CodeKind, string, string]>([
    ['icd10cm', 'chapter', '4', 'Chapter 4'],
    ['icd10pcs', 'chapter', '0', 'Section 0'],
    ['hcpcs', 'chapter', 'J', 'J'],
    ['icd10cm', 'code', 'E11.9', 'E11.9'],
  ])('%s %s %s', (system, kind, code, name) => expect(shelfName({ system, kind, code })).toBe(name));
});
