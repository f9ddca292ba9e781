// Calendar days as "YYYY-MM-DD". No clocks, no time zones: a date of service is a day.

export type ReadDate = { iso: string; problem: null } | { iso: null; problem: 'unclear' | 'no_such_day' };

/** Reads what coders type: 2026-04-15, 20260415, 4/15/26, 04/15/2026, 4-15-26, 041526, 04152026, t, t-3. Two-digit years lie within the last 99 years and the coming one. */
export function readDate(text: string, today: string): ReadDate {
  const typed = text.trim();
  const relative = /^t\s*(?:([+-])\s*(\d{1,4}))?$/i.exec(typed);
  if (relative) return { iso: addDays(today, Number(`${relative[1] ?? '+'}${relative[2] ?? 0}`)), problem: null };
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed) ?? (/^(1[89]|2\d)\d{6}$/.test(typed) ? /^(\d{4})(\d{2})(\d{2})$/.exec(typed) : null);
  if (iso) return day(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '', today);
  const us = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(typed);
  if (us) return day(us[3] ?? '', us[1] ?? '', us[2] ?? '', today);
  return { iso: null, problem: 'unclear' };
}

function day(year: string, month: string, date: string, today: string): ReadDate {
  const full = year.length === 2 ? fullYear(Number(year), today) : Number(year);
  const m = Number(month);
  const d = Number(date);
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(full, m)) return { iso: null, problem: 'no_such_day' };
  return { iso: `${pad(full, 4)}-${pad(m, 2)}-${pad(d, 2)}`, problem: null };
}

function fullYear(year: number, today: string): number {
  const now = Number(today.slice(0, 4));
  const guess = Math.floor(now / 100) * 100 + year;
  return guess > now + 1 ? guess - 100 : guess;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function daysSinceEpoch(iso: string): number {
  return Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10))) / 86_400_000;
}

export function addDays(iso: string, days: number): string {
  return new Date((daysSinceEpoch(iso) + days) * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from one day to another; negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return daysSinceEpoch(to) - daysSinceEpoch(from);
}

/** Completed years of age on a day. */
export function yearsOld(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
