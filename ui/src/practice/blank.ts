import type { Address, Contact, PracticeFee, Party, Payer, ProviderRole } from '../ipc';

export const blankAddress: Address = { line1: '', line2: '', city: '', state: '', zip: '', country: '' };
export const blankContact: Contact = { name: '', phone: '', extension: '', fax: '', email: '' };
export const roles: readonly ProviderRole[] = ['rendering', 'referring', 'supervising', 'ordering'];

export const blankParty = (kind: Party['kind']): Party => ({
  kind, name: '', firstName: '', middleName: '', suffix: '', npi: '', taxonomy: '', address: blankAddress, contact: blankContact, otherIds: [], roles: [],
});
export const blankPayer: Payer = { name: '', claimName: '', id: '', isPlanId: false, filingIndicator: '', address: blankAddress, billingProviderNumber: '', filingDays: null };
export const blankFee: PracticeFee = { code: '', modifiers: [], payer: '', charge: '0', from: null, to: null };

/** As encounters name a provider. */
export const fullName = ({ firstName, middleName, name, suffix }: Party): string => [firstName, middleName, name, suffix].filter(Boolean).join(' ');

export const licenceKind = '0B';
export const payerNumberKind = 'G2';

/** The number of this kind; empty where there is none. */
export const otherId = (party: Party, kind: string): string => party.otherIds.find((id) => id.kind === kind)?.value ?? '';

export function withOtherId(party: Party, kind: string, value: string): Party {
  const others = party.otherIds.filter((id) => id.kind !== kind);
  return { ...party, otherIds: value === '' ? others : [...others, { kind, value }] };
}

/** Claim filing indicators of the guide (X12 data element 1032). */
export const filingIndicators = ['MB', 'MC', 'BL', 'CI', 'CH', 'HM', '16', 'WC', 'AM', 'VA', 'FI', 'MA', '12', '13', '14', '15', '17', '11', 'DS', 'LM', 'OF', 'TV', 'ZZ'] as const;
export type FilingIndicator = (typeof filingIndicators)[number];
