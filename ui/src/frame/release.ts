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

/** What answers of a system on a day: its release in force, else the nearest whose text stands in for it, and to which day the valid codes are known. */
export type Standing = { system: CodeSystem; release: Release | null; inForce: boolean; codesTo: string | null };

export function standingOf(releases: Release[], system: CodeSystem, on: string): Standing {
  const release = releaseInForce(releases, system, on);
  const codes = releases.filter((each) => each.system === system && each.role === 'validity' && each.from <= on && on <= each.to);
  const codesTo = codes.reduce<string | null>((last, each) => (last !== null && last > each.to ? last : each.to), null);
  // The codes of a day may be known from before the oldest text.
  const later = codesTo === null ? null : (releases.find((each) => each.system === system && each.role === 'tabular') ?? null);
  return { system, release: release ?? newestBy(releases, system, on) ?? later, inForce: release !== null, codesTo };
}
