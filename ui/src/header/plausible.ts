// Remarks on dates while they are typed. The edits decide what blocks; these only catch the slip at once.
import { yearsOld } from '../shared/dates';
import { t } from '../strings';

const oldestAge = 120;

export function remarkOnBirthDate(date: string, today: string): string {
  if (date > today) return t('header.birthInFuture');
  const age = yearsOld(date, today);
  return age > oldestAge ? t('header.birthTooOld', { age }) : '';
}

export function remarkOnServiceDate(date: string, today: string, birthDate: string | null): string {
  if (date > today) return t('header.serviceInFuture');
  if (birthDate && date < birthDate) return t('header.serviceBeforeBirth');
  return yearsOld(date, today) >= 10 ? t('header.serviceLongAgo', { year: date.slice(0, 4) }) : '';
}
