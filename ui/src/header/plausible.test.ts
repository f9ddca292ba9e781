import { expect, it } from 'vitest';
import { remarkOnBirthDate, remarkOnServiceDate } from './plausible';

const today = '2026-04-19';

it('remarks on birth dates of 1890 and to come, and on no other', () => {
  expect(remarkOnBirthDate('1890-06-01', today)).toContain('135');
  expect(remarkOnBirthDate('2026-04-20', today)).not.toBe('');
  expect(remarkOnBirthDate('1906-04-20', today)).toBe('');
  expect(remarkOnBirthDate(today, today)).toBe('');
});

it('remarks on a service to come, before birth, or long ago', () => {
  expect(remarkOnServiceDate('2026-04-20', today, null)).not.toBe('');
  expect(remarkOnServiceDate('2026-04-01', today, '2026-04-02')).toContain('born');
  expect(remarkOnServiceDate('1926-04-15', today, null)).toContain('1926');
  expect(remarkOnServiceDate('2026-04-15', today, '1958-02-03')).toBe('');
});
