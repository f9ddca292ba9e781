import { expect, it } from 'vitest';
import { publisherOf, releaseName, releaseNames } from './release';

it.each([
  ['icd10cm', 'book', 'FY2026 April', 'ICD-10-CM FY2026 April'],
  ['icd10cm', 'order', 'FY2027', 'ICD-10-CM FY2027 order file'],
  ['icd10pcs', 'code_editor', 'FY2027', 'MCE of ICD-10-PCS FY2027'],
  ['hcpcs', 'book', '2025 Q4', 'HCPCS 2025 Q4'],
] as const)('%s %s %s is called %s', (system, part, edition, name) => {
  expect(releaseName(system, { part, edition })).toBe(name);
});

it('names several in one line, and where to get another', () => {
  const releases = [
    { part: 'book', edition: 'FY2026' },
    { part: 'code_editor', edition: 'FY2027' },
  ] as const;
  expect(releaseNames('icd10cm', [...releases])).toBe('ICD-10-CM FY2026, MCE of ICD-10-CM FY2027');
  expect(publisherOf('hcpcs')).toContain('www.cms.gov');
});
