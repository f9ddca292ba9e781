// What the queue can show, in the order in which it is shown.
import type { QueueColumn } from '../ipc';
import type { Key } from '../strings';

export type ColumnId =
  | 'status' | 'patient' | 'record_number' | 'account' | 'service_from' | 'bill_by' | 'received' | 'payer' | 'provider' | 'facility' | 'charges' | 'owner' | 'documents' | 'diagnoses' | 'findings' | 'holds';

export type Column = {
  id: ColumnId;
  label: Key;
  /** pixels; with `grows`, the least of them */
  width: number;
  /** its part of the room that is left */
  grows: number;
  /** a CSS grid track */
  track: string;
  sort?: QueueColumn;
  end?: boolean;
};

function column(id: ColumnId, label: Key, width: number, grows: number, more: Pick<Column, 'sort' | 'end'> = {}): Column {
  return { id, label, width, grows, track: grows > 0 ? `minmax(${width}px, ${grows}fr)` : `${width}px`, ...more };
}

export const columns: Column[] = [
  column('status', 'column.status', 130, 0, { sort: 'status' }),
  column('patient', 'column.patient', 100, 1.4, { sort: 'patient_name' }),
  column('record_number', 'column.recordNumber', 80, 0),
  column('account', 'column.account', 72, 0.3, { sort: 'account' }),
  column('service_from', 'column.serviceFrom', 112, 0, { sort: 'service_from' }),
  column('bill_by', 'column.billBy', 156, 0, { sort: 'bill_by' }),
  column('received', 'column.received', 112, 0, { sort: 'received' }),
  column('payer', 'column.payer', 76, 1, { sort: 'payer' }),
  column('provider', 'column.provider', 80, 1, { sort: 'provider' }),
  column('facility', 'column.facility', 80, 1),
  column('charges', 'column.charges', 88, 0, { sort: 'charges', end: true }),
  column('owner', 'column.owner', 84, 0.3, { sort: 'owner' }),
  column('documents', 'column.documents', 40, 0, { end: true }),
  column('findings', 'column.findings', 80, 0),
  column('holds', 'column.holds', 120, 0.5),
  column('diagnoses', 'column.diagnoses', 52, 1.2),
];

const first: ColumnId[] = ['status', 'patient', 'account', 'service_from', 'bill_by', 'payer', 'provider', 'charges', 'owner', 'diagnoses', 'findings'];
const gap = 8;
const edges = 28;

/** The columns chosen, in the fixed order; the patient is always there. Until some are chosen, a coder who works alone sees no owner. */
export function chosenColumns(chosen: string[], alone: boolean): Column[] {
  const ids = new Set<string>(chosen.length > 0 ? [...chosen, 'patient'] : first.filter((id) => id !== 'owner' || !alone));
  return columns.filter((column) => ids.has(column.id));
}

/** Below this width, in pixels, the rows scroll sideways. */
export function leastWidth(shown: Column[]): number {
  return shown.reduce((sum, { width }) => sum + width, edges + gap * (shown.length - 1));
}
