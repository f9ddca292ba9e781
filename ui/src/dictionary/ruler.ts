// The releases along the time, and walking from one to the next.
import type { Period } from '../ipc';
import { daysBetween } from '../shared/dates';

/** The place of the release that a day falls into; -1 outside of all. */
export function periodOf(periods: Period[], on: string): number {
  return periods.findIndex(({ from, to }) => from <= on && (to === null || on <= to));
}

/** A release before or after that of a day: its first day, or the day at home where that lies in it. `null` where there is none. */
export function turned(periods: Period[], on: string, by: number, home: string): string | null {
  const here = periodOf(periods, on);
  const first = periods[0];
  if (!first) return null;
  // Beyond an end the nearest release is one step away.
  const start = here >= 0 ? here : on < first.from ? -1 : periods.length;
  const to = periods[Math.min(Math.max(start + by, 0), periods.length - 1)];
  if (!to || to === periods[here]) return null;
  return periodOf([to], home) === 0 ? home : to.from;
}

/** Where a day lies, in percent of the whole. Each release is as wide as its days; one without an end counts a quarter. */
export function share(periods: Period[], on: string): number {
  const total = periods.reduce((sum, period) => sum + daysOf(period), 0);
  let before = 0;
  for (const period of periods) {
    const inside = daysBetween(period.from, on);
    if (inside < 0) break;
    before += Math.min(inside, daysOf(period));
  }
  return total === 0 ? 0 : (before / total) * 100;
}

export function daysOf({ from, to }: Period): number {
  return to === null ? 92 : daysBetween(from, to) + 1;
}
