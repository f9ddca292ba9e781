import type { CodeSet, Source, SourceOf, SourceRelease } from '../ipc';
import { t, word, type Key } from '../strings';
import { publisherOf, releaseName } from '../strings/release';

/** Not every set is a work of the US government. */
const LICENCES: Partial<Record<CodeSet, Key>> = { own_codes: 'sources.licenceOwn', cpt: 'sources.licenceAma' };

/** Who publishes each set that can be imported. */
const PUBLISHERS: Record<CodeSet, Key> = {
  icd10cm_tabular: 'sources.nchs',
  icd10cm_order: 'sources.nchs',
  icd10cm_index: 'sources.nchs',
  icd10cm_neoplasm_table: 'sources.nchs',
  icd10cm_drug_table: 'sources.nchs',
  icd10cm_external_cause_index: 'sources.nchs',
  icd10pcs_index: 'sources.pcs',
  icd10pcs_tables: 'sources.pcs',
  icd10pcs_order: 'sources.pcs',
  icd10pcs_definitions: 'sources.pcs',
  hcpcs: 'sources.hcpcs',
  ncci_ptp_practitioner: 'sources.ncci',
  ncci_ptp_outpatient: 'sources.ncci',
  mue_practitioner: 'sources.ncci',
  mue_outpatient: 'sources.ncci',
  mue_dme: 'sources.ncci',
  add_on_codes: 'sources.ncci',
  place_of_service: 'sources.pos',
  poa_exempt: 'sources.poa',
  physician_fees: 'sources.fees',
  localities: 'sources.fees',
  icd10cm_conversion: 'sources.nchs',
  icd10pcs_conversion: 'sources.pcs',
  own_codes: 'sources.own',
  cpt: 'sources.ama',
};

/** A code system comes in several files that make one book. */
export function nameOf(of: SourceOf): string {
  return of.kind === 'system' ? t(`sources.system.${of.system}` as Key) : word('set', of.set);
}

export function releaseOf(of: SourceOf, { part, edition }: SourceRelease): string {
  return of.kind === 'system' ? releaseName(of.system, { part, edition }) : edition;
}

/** What is overtaken by a newer release: of a system its text, since the codes may be known further. */
export function haveOf({ of, inUse }: Source): string {
  const edition = inUse[0]?.edition ?? '';
  return of.kind === 'system' && inUse.length > 1 ? t('sources.haveText', { edition }) : edition;
}

export function publisherOfSource(of: SourceOf): string {
  return of.kind === 'system' ? publisherOf(of.system) : t(PUBLISHERS[of.set]);
}

export function licenceOf({ of, inUse }: Source): string {
  return inUse.find(({ licence }) => licence !== null)?.licence ?? t((of.kind === 'set' && LICENCES[of.set]) || 'sources.licence');
}
