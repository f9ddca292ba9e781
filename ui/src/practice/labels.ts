// The words of a field of the set-up by its path, for example `practice/payers/2/id`.
import type { PracticeSetUp } from '../ipc';
import { t, type Key } from '../strings';
import { fullName } from './blank';
import { setUpParts } from './set-up.svelte';

const fields: Record<string, Key> = {
  name: 'setUp.name', firstName: 'setUp.firstName', npi: 'setUp.npi', taxonomy: 'setUp.taxonomy', taxId: 'setUp.taxId', otherIds: 'setUp.licence', id: 'setUp.id',
  qualifier: 'setUp.qualifier', phone: 'setUp.phone', email: 'setUp.email', claimName: 'setUp.claimName', filingIndicator: 'setUp.filing',
  billingProviderNumber: 'setUp.ourNumber', code: 'setUp.code', charge: 'setUp.charge', modifiers: 'setUp.modifiers', to: 'setUp.feeTo', line1: 'address.line1', line2: 'address.line2',
  firstFileNumber: 'setUp.firstFile', city: 'address.city', state: 'address.state', zip: 'address.zip',
};
const sections: Record<string, Key> = { billing: 'setUp.billing', payTo: 'setUp.payTo', submitter: 'setUp.submitter', receiver: 'setUp.receiver' };

export function fieldLabel(path: string, practice: PracticeSetUp | null): string {
  const [, list = '', index = ''] = path.split('/');
  const last = path.split('/').at(-1) ?? '';
  const field = fields[last];
  const section = sections[list] ?? (setUpParts.find((part) => part === list) && (`setUp.part.${list}` as Key));
  const entry = /^\d+$/.test(index) ? nameOf(practice, list, Number(index)) : '';
  return [entry || (section ? t(section) : ''), field && field !== section ? t(field) : ''].filter(Boolean).join(': ');
}

function nameOf(practice: PracticeSetUp | null, list: string, index: number): string {
  if (!practice) return '';
  if (list === 'fees') return practice.fees[index]?.code ?? '';
  if (list === 'payers') return practice.payers[index]?.name ?? '';
  const party = list === 'providers' ? practice.providers[index] : practice.facilities[index];
  return party ? fullName(party) : '';
}
