// The releases along the time, and walking from one to the next.
import type { Period } from '../ipc';
import { addDays, daysBetween } from '../shared/dates';

/** The days that a ruler spans, both included. */
export type Axis = { from: string; to: string };

/** A release without an end is shown for a quarter. */
const OPEN_DAYS = 91;

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

/** From the first day of all these releases to the last, so that those of several systems lie under each other. */
export function axisOf(timelines: Period[][]): Axis | null {
  const periods = timelines.flat();
  const firsts = periods.map(({ from }) => from).toSorted();
  const lasts = periods.map(({ from, to }) => to ?? addDays(from, OPEN_DAYS)).toSorted();
  const [from, to] = [firsts[0], lasts.at(-1)];
  return from !== undefined && to !== undefined ? { from, to } : null;
}

/** Where a day begins, in percent of the ruler; a day beyond it lies at its end. */
export function share({ from, to }: Axis, on: string): number {
  const days = daysBetween(from, to) + 1;
  return (Math.min(Math.max(daysBetween(from, on), 0), days) / days) * 100;
}

/** How much of the ruler a release takes, in percent. One without an end reaches to that of the ruler. */
export function width(axis: Axis, { from, to }: Period): number {
  return share(axis, addDays(to ?? axis.to, 1)) - share(axis, from);
}
