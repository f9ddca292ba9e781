import type { CodeSet } from '../ipc';
import type { Key } from '../strings';

/** Not every set is a work of the US government. */
const LICENCES: Partial<Record<CodeSet, Key>> = { own_codes: 'sources.licenceOwn', cpt: 'sources.licenceAma' };

/** Who publishes each set that can be imported, in the order in which they are shown. */
const PUBLISHERS: Record<CodeSet, Key> = {
  icd10cm_tabular: 'sources.nchs',
  icd10cm_order: 'sources.nchs',
  icd10cm_index: 'sources.nchs',
  icd10cm_neoplasm_table: 'sources.nchs',
  icd10cm_drug_table: 'sources.nchs',
  icd10cm_external_cause_index: 'sources.nchs',
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
  own_codes: 'sources.own',
  cpt: 'sources.ama',
};

export const SETS = (Object.entries(PUBLISHERS) as [CodeSet, Key][]).map(([set, publisher]) => ({ set, publisher, licence: LICENCES[set] ?? 'sources.licence' }));
