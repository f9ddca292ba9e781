import { expect, it } from 'vitest';
import type { Period } from '../ipc';
import { axisOf, periodOf, share, turned, width } from './ruler';

const period = (edition: string, from: string, to: string | null): Period => ({ edition, from, to, codes: true, text: false });
const periods = [period('FY2025', '2024-10-01', '2025-09-30'), period('FY2026', '2025-10-01', '2026-03-31'), period('FY2026 April', '2026-04-01', null)];
const HOME = '2026-04-15';

it.each([
  ['2024-09-30', -1],
  ['2024-10-01', 0],
  ['2026-03-31', 1],
  ['2031-01-01', 2],
])('finds the release of %s', (on, at) => {
  expect(periodOf(periods, on)).toBe(at);
});

it.each([
  [HOME, -1, '2025-10-01'],
  ['2025-10-01', 1, HOME],
  ['2025-11-03', -1, '2024-10-01'],
  ['2024-10-01', -1, null],
  [HOME, 1, null],
  [HOME, -9, '2024-10-01'],
  ['2020-01-01', 1, '2024-10-01'],
])('from %s by %i to %s', (on, by, to) => {
  expect(turned(periods, on, by, HOME)).toBe(to);
});

it('walks nowhere without releases', () => {
  expect(turned([], HOME, 1, HOME)).toBeNull();
  expect(axisOf([[]])).toBeNull();
});

it('lays the releases of several systems along the same days', () => {
  const quarter = period('2025 Q4', '2025-10-01', null);
  expect(axisOf([periods, [quarter]])).toEqual({ from: '2024-10-01', to: '2026-07-01' });
  const axis = { from: '2024-10-01', to: '2026-09-30' };
  expect(share(axis, '2025-10-01')).toBe(50);
  expect(width(axis, quarter)).toBe(50);
  expect(periods.reduce((sum, each) => sum + width(axis, each), 0)).toBeCloseTo(100);
});

it('places a day by its share of the days', () => {
  const axis = { from: '2024-10-01', to: '2025-09-30' };
  expect(share(axis, '2020-01-01')).toBe(0);
  expect(share(axis, '2025-04-02')).toBeCloseTo(50, 0);
  expect(share(axis, '2030-01-01')).toBe(100);
});
