import type { CodeChange, CodeEvent } from '../ipc';
import { t } from '../strings';

export function changeWords(change: CodeChange): string {
  switch (change.kind) {
    case 'known':
      return t(change.billable ? 'history.known' : 'history.knownHeader');
    case 'came':
      return t(change.billable ? 'history.came' : 'history.cameHeader');
    case 'becameHeader':
      return t('history.becameHeader');
    case 'becameBillable':
      return t('history.becameBillable');
    case 'went':
      return t('history.went');
    case 'retitled':
      return t('history.retitled', { before: change.before });
  }
}

/** The event by which a code stands on a day as it does; a last day is over on the day after. */
export function standsOn(events: CodeEvent[], on: string): CodeEvent | undefined {
  return events.findLast(({ on: day, change }) => (change.kind === 'went' ? day < on : day <= on));
}
