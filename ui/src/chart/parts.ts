import type { Amendment, DiagnosisId, Encounter, Evidence, LineId, ProcedureId } from '../ipc';
import { diagnosisLetter } from './pointers';

/** What words of the record can support, and what the hand can rest on. */
export type Supported = { kind: 'diagnosis'; id: DiagnosisId } | { kind: 'line'; id: LineId } | { kind: 'procedure'; id: ProcedureId };
export type Kind = Supported['kind'];

export const KINDS: Kind[] = ['diagnosis', 'procedure', 'line'];

type Part = { id: number; code: string; evidence: Evidence[] };

/** All of a kind, in claim order. */
export function partsOf(encounter: Encounter, kind: Kind): Part[] {
  if (kind === 'diagnosis') return encounter.diagnoses;
  if (kind === 'line') return encounter.lines;
  return encounter.stay?.procedures ?? [];
}

/** The mark of a part: the letter of a diagnosis, the number of a line, `P1` of a procedure. */
export function partSign(kind: Kind, index: number): string {
  if (kind === 'diagnosis') return diagnosisLetter(index);
  return kind === 'line' ? String(index + 1) : `P${index + 1}`;
}

export function removal({ kind, id }: Supported): Amendment {
  if (kind === 'diagnosis') return { kind: 'remove_diagnosis', diagnosis: id };
  return kind === 'line' ? { kind: 'remove_line', line: id } : { kind: 'remove_procedure', procedure: id };
}

/** To the place `to`, counted from 0. */
export function moving({ kind, id }: Supported, to: number): Amendment {
  if (kind === 'diagnosis') return { kind: 'move_diagnosis', diagnosis: id, to };
  return kind === 'line' ? { kind: 'move_line', line: id, to } : { kind: 'move_procedure', procedure: id, to };
}

export function linking({ kind, id }: Supported, evidence: Evidence): Amendment {
  if (kind === 'diagnosis') return { kind: 'link_diagnosis_evidence', diagnosis: id, evidence };
  return kind === 'line' ? { kind: 'link_line_evidence', line: id, evidence } : { kind: 'link_procedure_evidence', procedure: id, evidence };
}

export function unlinking({ kind, id }: Supported, index: number): Amendment {
  if (kind === 'diagnosis') return { kind: 'unlink_diagnosis_evidence', diagnosis: id, index };
  return kind === 'line' ? { kind: 'unlink_line_evidence', line: id, index } : { kind: 'unlink_procedure_evidence', procedure: id, index };
}
