import { expect, it } from 'vitest';
import type { Release } from '../ipc';
import { newestBy, releaseInForce, standingOf } from './release';

const release = (from: string, to: string, role: Release['role'] = 'tabular'): Release => ({ id: from, system: 'icd10cm', role, name: { part: 'book', edition: from }, from, to, source: '' });

it('finds the release in force', () => {
  const releases = [release('2015-10-01', '2026-11-24', 'validity'), release('2025-10-01', '2026-03-31'), release('2026-04-01', '2026-09-30')];
  expect(releaseInForce(releases, 'icd10cm', '2026-03-31')?.id).toBe('2025-10-01');
  expect(releaseInForce(releases, 'icd10cm', '2026-10-01')).toBeNull();
  expect(newestBy(releases, 'icd10cm', '2026-11-24')?.id).toBe('2026-04-01');
  expect(newestBy(releases, 'icd10cm', '2025-09-30')).toBeNull();
});

it('says what answers of a system on a day', () => {
  const releases = [release('2015-10-01', '2027-03-31', 'validity'), release('2026-04-01', '2026-09-30')];
  expect(standingOf(releases, 'icd10cm', '2026-04-15')).toMatchObject({ release: { from: '2026-04-01' }, inForce: true, codesTo: '2027-03-31' });
  expect(standingOf(releases, 'icd10cm', '2026-11-24')).toMatchObject({ release: { from: '2026-04-01' }, inForce: false, codesTo: '2027-03-31' });
  expect(standingOf(releases, 'icd10cm', '2020-01-01')).toMatchObject({ release: { from: '2026-04-01' }, inForce: false, codesTo: '2027-03-31' });
  expect(standingOf(releases, 'icd10cm', '2014-01-01')).toMatchObject({ release: null, codesTo: null });
  expect(standingOf(releases, 'icd10cm', '2027-04-01').codesTo).toBeNull();
  expect(standingOf(releases, 'hcpcs', '2026-04-15')).toMatchObject({ release: null, inForce: false, codesTo: null });
});
