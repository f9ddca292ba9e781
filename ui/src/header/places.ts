import type { EncounterKind } from '../ipc';
import { t, type Key } from '../strings';

const common = ['11', '02', '10', '12', '19', '20', '21', '22', '23', '24', '31', '32', '33', '34', '49', '50', '52', '53', '61', '65', '71', '72', '81', '99'] as const;

/** Places of service for a list: "11 Office". One that is not among the common ones is shown as it is. */
export function placesOfService(current: string): { value: string; label: string }[] {
  const listed: { value: string; label: string }[] = common.map((code) => ({ value: code, label: `${code} ${t(`pos.${code}` satisfies Key)}` }));
  if (current === '' || !listed.some((place) => place.value === current)) listed.unshift({ value: current, label: current || t('none') });
  return listed;
}

/** Where most of a kind are seen: an office, an inpatient hospital. */
export const usualPlace = (kind: EncounterKind): string => (kind === 'facility' ? '21' : '11');
