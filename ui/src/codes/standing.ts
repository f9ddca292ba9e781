import type { CodeStanding } from '../ipc';
import { t } from '../strings';

export type Sign = 'valid' | 'header' | 'gone' | 'unknown';

export function standingSign(standing: CodeStanding): Sign {
  switch (standing.kind) {
    case 'valid':
      return 'valid';
    case 'header':
      return 'header';
    case 'retired':
    case 'notYetValid':
      return 'gone';
    default:
      return 'unknown';
  }
}

/** How a code stands on the date, in a few words. */
export function standingWords(standing: CodeStanding): string {
  switch (standing.kind) {
    case 'valid':
      return t('standing.valid');
    case 'header':
      return standing.wasBillableUntil ? t('standing.wasBillable', { until: standing.wasBillableUntil }) : t('standing.header');
    case 'retired':
      return t('standing.retired', { on: standing.lastDay });
    case 'notYetValid':
      return t('standing.notYet', { from: standing.from });
    case 'dateNotCovered':
      return t('standing.notCovered', { from: standing.from, to: standing.to });
    case 'unknown':
      return t('standing.unknown');
  }
}
