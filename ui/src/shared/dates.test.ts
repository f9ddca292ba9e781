import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, readDate, yearsOld } from './dates';

const today = '2026-04-19';

describe('dates as coders type them', () => {
  it.each([
    ['2026-04-15', '2026-04-15'],
    ['2026-4-5', '2026-04-05'],
    ['20260415', '2026-04-15'],
    ['4/15/26', '2026-04-15'],
    ['04/15/2026', '2026-04-15'],
    ['4-15-26', '2026-04-15'],
    ['041526', '2026-04-15'],
    ['04152026', '2026-04-15'],
    ['11/2/58', '1958-11-02'],
    ['1/1/27', '2027-01-01'],
    ['1/1/28', '1928-01-01'],
    ['6/1/1890', '1890-06-01'],
    ['2/29/2024', '2024-02-29'],
    ['t', '2026-04-19'],
    ['T-19', '2026-03-31'],
    [' 4/15/26 ', '2026-04-15'],
  ])('%s is %s', (typed, iso) => expect(readDate(typed, today)).toEqual({ iso, problem: null }));

  it.each(['2/29/2025', '13/1/26', '4/31/26', '2026-00-10'])('%s is no day', (typed) => expect(readDate(typed, today).problem).toBe('no_such_day'));
  it.each(['soon', '4/15', '2026', '4/15/026', '😀'])('%s is unclear', (typed) => expect(readDate(typed, today).problem).toBe('unclear'));
});

describe('days', () => {
  it('count across months, leap days and the change of the clock', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
    expect(daysBetween('2024-02-27', '2024-03-01')).toBe(3);
    expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2);
    expect(daysBetween('2026-04-20', '2026-04-19')).toBe(-1);
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
  });

  it('count years by the birthday', () => {
    expect(yearsOld('1958-04-20', today)).toBe(67);
    expect(yearsOld('1958-04-19', today)).toBe(68);
  });
});
