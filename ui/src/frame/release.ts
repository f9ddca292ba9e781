import type { CodeSystem, Release } from '../ipc';

/** The release whose text is in force on a day. */
export function releaseInForce(releases: Release[], system: CodeSystem, on: string): Release | null {
  return releases.find((release) => release.system === system && release.role === 'tabular' && release.from <= on && on <= release.to) ?? null;
}
