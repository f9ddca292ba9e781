// Moments as the clock on the wall of this machine shows them. A date of service is a day and stands in dates.ts.

const pad = (value: number): string => String(value).padStart(2, '0');

/** "2026-04-15 09:30" of an ISO moment. */
export function onTheClock(moment: string): string {
  const at = new Date(moment);
  return `${dayOf(moment)} ${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** "2026-04-15" of an ISO moment. */
export function dayOf(moment: string): string {
  const at = new Date(moment);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}
