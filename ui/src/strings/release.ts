import type { CodeSystem, ReleaseName } from '../ipc';
import { t, word, type Key } from '.';

/** "ICD-10-CM FY2026 April", "MCE of ICD-10-CM FY2027": the one place where a release gets its name. */
export function releaseName(system: CodeSystem, { part, edition }: ReleaseName): string {
  return t(`release.${part}`, { system: word('system', system), edition });
}

/** The releases of one system in one line. */
export function releaseNames(system: CodeSystem, releases: ReleaseName[]): string {
  return releases.map((release) => releaseName(system, release)).join(', ');
}

const PUBLISHERS: Record<CodeSystem, Key> = {
  icd10cm: 'sources.nchs',
  icd10pcs: 'sources.pcs',
  hcpcs: 'sources.hcpcs',
  modifier: 'sources.hcpcs',
  pos: 'sources.pos',
  cpt: 'sources.ama',
  own: 'sources.own',
};

/** Who publishes a system, and the page where, as text to copy. */
export function publisherOf(system: CodeSystem): string {
  return t(PUBLISHERS[system]);
}
