import { expect, it } from 'vitest';
import type { Source } from '../ipc';
import { haveOf, licenceOf, nameOf, publisherOfSource, releaseOf } from './sets';

const release = (part: 'book' | 'code_editor', edition: string, licence: string | null = null) => ({ part, edition, from: '2026-04-01', to: null, embedded: true, licence });

it('shows a code system as one book', () => {
  const source: Source = { of: { kind: 'system', system: 'icd10cm' }, inUse: [release('book', 'FY2026 April'), release('code_editor', 'FY2027')], newer: null };
  expect(nameOf(source.of)).toBe('ICD-10-CM');
  expect(source.inUse.map((each) => releaseOf(source.of, each))).toEqual(['ICD-10-CM FY2026 April', 'MCE of ICD-10-CM FY2027']);
  expect(haveOf(source)).toBe('titles and notes of FY2026 April');
  expect(publisherOfSource(source.of)).toContain('www.cdc.gov');
});

it('shows a licensed set with its statement, and one that is not installed', () => {
  const cpt: Source = { of: { kind: 'set', set: 'cpt' }, inUse: [release('book', '2026', 'Licence 42')], newer: null };
  expect([nameOf(cpt.of), haveOf(cpt), licenceOf(cpt)]).toEqual(['CPT', '2026', 'Licence 42']);
  expect(licenceOf({ ...cpt, inUse: [] })).toContain('licensed');
  expect(haveOf({ ...cpt, inUse: [] })).toBe('');
  expect(licenceOf({ of: { kind: 'set', set: 'mue_dme' }, inUse: [], newer: null })).toContain('US government');
});
