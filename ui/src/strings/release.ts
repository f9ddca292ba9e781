import type { Release } from '../ipc';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "FY2026 Apr": ICD-10 releases go by the federal fiscal year, which begins on 1 October. */
export function releaseName(release: Pick<Release, 'from'>): string {
  const year = Number(release.from.slice(0, 4));
  const month = Number(release.from.slice(5, 7));
  return `FY${month >= 10 ? year + 1 : year} ${months[month - 1] ?? ''}`;
}
