import type { Advice } from '../ipc';
import { t } from '../strings';

/** What is to be said of a question, in one sentence. */
export function adviceWords(advice: Advice): string {
  switch (advice.kind) {
    case 'nothingAsked':
      return t('search.nothingAsked');
    case 'otherLetters':
      return t('search.otherLetters');
    case 'nothingFound':
      return t('search.nothing');
    case 'filtered':
      return t('search.filtered', { n: advice.without });
    case 'tooLong':
      return t('search.tooLong');
    case 'dateNotCovered':
      return t('search.dateNotCovered', { from: advice.from, to: advice.to });
  }
}
