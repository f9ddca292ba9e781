// What the practice's set-up knows for the face sheet: providers, places, payers.
import type { Party, PracticeSetUp, Provider, ProviderRole } from '../ipc';
import { fullName } from '../practice/blank';

export type Known<Value> = { value: Value; label: string; note?: string };

/** The providers with this role, or without any role at all. */
export function knownProviders(practice: PracticeSetUp | null, role: ProviderRole): Known<Provider>[] {
  const does = ({ roles }: Party) => roles.length === 0 || roles.includes(role);
  return (practice?.providers ?? []).filter(does).map((party) => {
    const label = fullName(party);
    return { value: { name: label, npi: party.npi, taxonomy: party.taxonomy }, label, note: party.npi };
  });
}

export function knownPayers(practice: PracticeSetUp | null): Known<string>[] {
  return (practice?.payers ?? []).map(({ name, id }) => ({ value: name, label: name, note: id }));
}

export function knownFacilities(practice: PracticeSetUp | null): Known<string>[] {
  const own = practice?.billing.name ?? '';
  const names = [...(own === '' ? [] : [own]), ...(practice?.facilities ?? []).map(({ name }) => name)];
  return [...new Set(names)].map((name) => ({ value: name, label: name }));
}
