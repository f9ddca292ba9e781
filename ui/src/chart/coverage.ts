// Which releases the codes of a chart were checked against, and which are missing, in words.
import type { Chart, CodeSystem, DateCoverage, SystemCoverage } from '../ipc';
import { t, word } from '../strings';
import { publisherOf, releaseName, releaseNames } from '../strings/release';

/** A system of which no installed release covers the date, with what to install. `loud` where others of it are installed. */
type Missing = { system: CodeSystem; loud: boolean; says: string; install: string };

export function missing({ decidingDate: date, systems }: DateCoverage): Missing[] {
  if (date === null) return [];
  return systems
    .filter(({ inForce }) => inForce.length === 0)
    .map(({ system, installed, due }) => ({
      system,
      loud: installed,
      says: installed ? t('coverage.notCovered', { system: word('system', system), date }) : t('coverage.notInstalled', { system: word('system', system) }),
      install: due ? `${t('coverage.install', { due: releaseName(system, { part: 'book', edition: due.edition }) })} ${publisherOf(system)}` : publisherOf(system),
    }));
}

/** What the completion that stands was checked against. */
export function codedWith({ systems }: DateCoverage): string {
  const releases = systems.flatMap(({ system, codedWith: then }) => (then ? [namesOf(system, then)] : []));
  return releases.length === 0 ? '' : t('coverage.codedWith', { releases: releases.join(', ') });
}

/** The systems that another release answers for now, and what the edits say of the codes by it. */
export function overtaken({ coverage, counts }: Pick<Chart, 'coverage' | 'counts'>): { system: CodeSystem; says: string }[] {
  const found = counts.errors + counts.warnings;
  const checked = found === 0 ? t('coverage.recheckedClean') : t('coverage.recheckedFound', { n: found });
  return coverage.systems.filter(({ differs }) => differs).map(({ system, codedWith: then, inForce }: SystemCoverage) => {
    const differs = t('coverage.differs', { then: namesOf(system, then ?? []), now: namesOf(system, inForce) });
    return { system, says: `${differs} ${checked}` };
  });
}

function namesOf(system: CodeSystem, releases: SystemCoverage['inForce']): string {
  return releases.length === 0 ? t('coverage.nothing', { system: word('system', system) }) : releaseNames(system, releases);
}
