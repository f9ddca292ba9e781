import { expect, it } from 'vitest';
import { money } from './money';

it.each([
  ['0', '0.00'],
  ['14', '14.00'],
  ['1234.5', '1,234.50'],
  ['1234567.89', '1,234,567.89'],
  ['-20.1', '-20.10'],
  ['0.105', '0.105'],
  ['9007199254740993.01', '9,007,199,254,740,993.01'],
  ['', ''],
  ['n/a', 'n/a'],
])('%s is shown as %s', (amount, shown) => expect(money(amount)).toBe(shown));
