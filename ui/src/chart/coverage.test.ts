import { expect, it } from 'vitest';
import type { SystemCoverage } from '../ipc';
import { codedWith, missing, overtaken } from './coverage';

const book = (edition: string) => ({ part: 'book' as const, edition });
const icd: SystemCoverage = { system: 'icd10cm', installed: true, inForce: [book('FY2026 April')], due: { edition: 'FY2026 April', from: '2026-04-01' }, codedWith: null, differs: false };
const hcpcs: SystemCoverage = { system: 'hcpcs', installed: false, inForce: [], due: { edition: '2026 Q2', from: '2026-04-01' }, codedWith: null, differs: false };
const of = (...systems: SystemCoverage[]) => ({ decidingDate: '2026-04-15', systems });

it('says what to install where no release covers the date', () => {
  expect(missing(of(icd))).toEqual([]);
  const [late] = missing(of({ ...icd, inForce: [], due: { edition: 'FY2028', from: '2027-10-01' } }, hcpcs));
  expect(late).toMatchObject({ system: 'icd10cm', loud: true });
  expect(late?.says).toContain('No installed release of ICD-10-CM is in force on 2026-04-15');
  expect(late?.install).toBe('Install ICD-10-CM FY2028. NCHS (CDC): www.cdc.gov/nchs/icd/icd-10-cm/files.html');
});

it('does not cry over a code system that was never installed', () => {
  expect(missing(of(icd, hcpcs))).toMatchObject([{ system: 'hcpcs', loud: false, says: 'HCPCS is not installed: its codes on this chart are not checked.' }]);
});

it('names what the codes were checked against, and what answers instead now', () => {
  const coded = { ...icd, codedWith: [book('FY2026'), { part: 'code_editor' as const, edition: 'FY2027' }], differs: true };
  const coverage = of(coded, { ...hcpcs, codedWith: [] });
  expect(codedWith(coverage)).toBe('Coded with ICD-10-CM FY2026, MCE of ICD-10-CM FY2027, no release of HCPCS.');
  const says = (errors: number) => overtaken({ coverage, counts: { errors, warnings: 0, infos: 1 } }).map((each) => each.says);
  expect(says(0)).toEqual(['Coded with ICD-10-CM FY2026, MCE of ICD-10-CM FY2027; for its date ICD-10-CM FY2026 April is installed now. Checked against that just now: nothing to correct.']);
  expect(says(1)[0]).toContain('1 finding. Reopen');
  expect(codedWith(of(icd))).toBe('');
});
