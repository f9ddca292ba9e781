// What the queue can show, in the order in which it is shown.
import type { QueueColumn } from '../ipc';
import type { Key } from '../strings';

export type ColumnId =
  | 'status' | 'patient' | 'record_number' | 'account' | 'service_from' | 'bill_by' | 'received' | 'payer' | 'provider' | 'facility' | 'charges' | 'owner' | 'documents' | 'diagnoses' | 'findings' | 'holds';

export type Column = {
  id: ColumnId;
  label: Key;
  /** a CSS grid track */
  track: string;
  sort?: QueueColumn;
  end?: boolean;
};

export const columns: Column[] = [
  { id: 'status', label: 'column.status', track: '136px', sort: 'status' },
  { id: 'patient', label: 'column.patient', track: 'minmax(140px, 1.5fr)', sort: 'patient_name' },
  { id: 'record_number', label: 'column.recordNumber', track: '92px' },
  { id: 'account', label: 'column.account', track: 'minmax(84px, 0.6fr)', sort: 'account' },
  { id: 'service_from', label: 'column.serviceFrom', track: '128px', sort: 'service_from' },
  { id: 'bill_by', label: 'column.billBy', track: '156px', sort: 'bill_by' },
  { id: 'received', label: 'column.received', track: '128px', sort: 'received' },
  { id: 'payer', label: 'column.payer', track: 'minmax(96px, 1fr)', sort: 'payer' },
  { id: 'provider', label: 'column.provider', track: 'minmax(96px, 1fr)', sort: 'provider' },
  { id: 'facility', label: 'column.facility', track: 'minmax(96px, 1fr)' },
  { id: 'charges', label: 'column.charges', track: '88px', sort: 'charges', end: true },
  { id: 'owner', label: 'column.owner', track: 'minmax(64px, 0.6fr)', sort: 'owner' },
  { id: 'documents', label: 'column.documents', track: '48px', end: true },
  { id: 'diagnoses', label: 'column.diagnoses', track: 'minmax(96px, 1fr)' },
  { id: 'findings', label: 'column.findings', track: '76px' },
  { id: 'holds', label: 'column.holds', track: '52px', end: true },
];

export const firstColumns: ColumnId[] = ['status', 'patient', 'account', 'service_from', 'bill_by', 'payer', 'provider', 'charges', 'owner', 'diagnoses', 'findings', 'holds'];

/** The columns chosen, in the fixed order; the patient is always there. */
export function chosenColumns(chosen: string[]): Column[] {
  const ids = new Set<string>(chosen.length > 0 ? [...chosen, 'patient'] : firstColumns);
  return columns.filter((column) => ids.has(column.id));
}
