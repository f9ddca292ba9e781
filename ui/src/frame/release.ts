import type { CodeSystem, Release } from '../ipc';

/** The newest release of a system that has begun by a day, in force or not. */
export function newestBy(releases: Release[], system: CodeSystem, on: string): Release | null {
  const begun = releases.filter((release) => release.system === system && release.role === 'tabular' && release.from <= on);
  return begun.reduce<Release | null>((newest, release) => (newest && newest.from > release.from ? newest : release), null);
}

/** The release whose text is in force on a day. */
export function releaseInForce(releases: Release[], system: CodeSystem, on: string): Release | null {
  return releases.find((release) => release.system === system && release.role === 'tabular' && release.from <= on && on <= release.to) ?? null;
}
