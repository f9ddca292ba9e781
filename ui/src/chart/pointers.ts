import type { Diagnosis, DiagnosisId } from '../ipc';

/** CMS-1500 item 21 letters its twelve diagnoses A to L; item 24E points with up to four of them. */
export const DIAGNOSES_ON_A_CLAIM = 12;
export const POINTERS_PER_LINE = 4;

export function diagnosisLetter(index: number): string {
  return index >= 0 && index < DIAGNOSES_ON_A_CLAIM ? String.fromCharCode(65 + index) : String(index + 1);
}

export type ReadPointers =
  { pointers: DiagnosisId[]; problem: null } | { pointers: null; problem: 'unreadable' | 'nothing_there' | 'too_many'; word: string };

/** Reads what coders type: `AB`, `a,b`, `A B`, `1,2`, `1 2`, `12` is the twelfth. Order is kept, the first is primary. */
export function readPointers(typed: string, diagnoses: Diagnosis[]): ReadPointers {
  const pointers: DiagnosisId[] = [];
  for (const word of typed
    .toUpperCase()
    .split(/[\s,;:/]+/)
    .filter((part) => part !== '')) {
    const indexes = /^\d+$/.test(word) ? [Number(word) - 1] : /^[A-Z]+$/.test(word) ? [...word].map((letter) => letter.charCodeAt(0) - 65) : null;
    if (indexes === null) return { pointers: null, problem: 'unreadable', word };
    for (const index of indexes) {
      const diagnosis = diagnoses[index];
      if (!diagnosis) return { pointers: null, problem: 'nothing_there', word: /^\d+$/.test(word) ? word : String.fromCharCode(65 + index) };
      if (!pointers.includes(diagnosis.id)) pointers.push(diagnosis.id);
    }
  }
  if (pointers.length > POINTERS_PER_LINE) return { pointers: null, problem: 'too_many', word: typed };
  return { pointers, problem: null };
}

/** `A,B`; a pointer to a diagnosis that is gone shows as `?`. */
export function writePointers(pointers: DiagnosisId[], diagnoses: Diagnosis[]): string {
  return pointers
    .map((id) => {
      const index = diagnoses.findIndex((diagnosis) => diagnosis.id === id);
      return index < 0 ? '?' : diagnosisLetter(index);
    })
    .join(',');
}
