import type { PracticeSetUp } from '../ipc';
import { money } from '../shared/money';
import { t, word } from '../strings';
import { filingIndicators, fullName, type FilingIndicator } from './blank';
import type { ListPart } from './set-up.svelte';

/** How the entries of a list are shown: headings, the widths of the columns, the cells of each. */
export type Listed = { headings: string[]; track: string; /** columns of codes, numbers and dates */ mono: number[]; cells: string[][] };

export function listed(practice: PracticeSetUp, list: ListPart): Listed {
  switch (list) {
    case 'providers':
      return {
        headings: [t('setUp.name'), t('setUp.npi'), t('setUp.taxonomy'), t('setUp.roles')],
        track: 'minmax(0, 2fr) 110px 110px minmax(0, 1.5fr)',
        mono: [1, 2],
        cells: practice.providers.map((party) => [fullName(party), party.npi, party.taxonomy, party.roles.map((role) => word('providerRole', role)).join(', ')]),
      };
    case 'facilities':
      return {
        headings: [t('setUp.name'), t('setUp.npi'), t('setUp.place')],
        track: 'minmax(0, 2fr) 110px minmax(0, 1.5fr)',
        mono: [1],
        cells: practice.facilities.map((party) => [party.name, party.npi, [party.address.city, party.address.state].filter(Boolean).join(', ')]),
      };
    case 'payers':
      return {
        headings: [t('setUp.payer'), t('setUp.payerId'), t('setUp.filing'), t('setUp.filingDays')],
        track: 'minmax(0, 2fr) 110px minmax(0, 1.5fr) 130px',
        mono: [1, 3],
        cells: practice.payers.map((payer) => [payer.name, payer.id, filing(payer.filingIndicator), payer.filingDays === null ? '' : String(payer.filingDays)]),
      };
    case 'fees':
      return {
        headings: [t('setUp.code'), t('setUp.modifiers'), t('setUp.payer'), t('setUp.charge'), t('setUp.feeFrom'), t('setUp.feeTo')],
        track: '90px 90px minmax(0, 1fr) 140px 100px 100px',
        mono: [0, 1, 3, 4, 5],
        cells: practice.fees.map((fee) => [fee.code, fee.modifiers.join(' '), fee.payer || t('rules.allPayers'), money(fee.charge), fee.from ?? '', fee.to ?? '']),
      };
  }
}

function filing(indicator: string): string {
  const known = filingIndicators.find((each) => each === indicator);
  return known ? `${known} ${word('filing', known satisfies FilingIndicator)}` : indicator;
}
