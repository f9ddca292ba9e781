import type { CodeSystem } from '../ipc';

/** A CPT code is five characters and begins with a digit; HCPCS Level II is A to V and four digits. */
export function procedureCode(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return /^\d{4}[0-9A-Z]$/.test(code) || /^[A-V]\d{4}$/.test(code) ? code : null;
}

/** What becomes a service line: CPT, HCPCS Level II, and what a list of the user's own has. */
export const SERVICES: readonly CodeSystem[] = ['hcpcs', 'cpt', 'own'];

export function isService(system: CodeSystem): boolean {
  return SERVICES.includes(system);
}

/** The services that what is typed looks like a code of; their words would stand among the diagnoses. */
export function servicesMeant(typed: string): CodeSystem[] {
  if (beginsHcpcs(typed)) return ['hcpcs', 'own'];
  // What a charge master calls its own: LAB-01, INK01.2.
  if (/^[A-Z]{2,}[-_./]?\d[\w./-]*$/i.test(typed.trim())) return ['own'];
  return /^\d{2,4}[0-9A-Z]?$/i.test(typed.trim()) ? ['cpt', 'own'] : [];
}

/** A code of the user's own list that is ICD-10-CM by its shape and no service. */
export function isDiagnosisShape(code: string): boolean {
  return procedureCode(code) === null && /^[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?$/.test(code);
}

/** What a HCPCS Level II code begins with, from its third character on. */
export function beginsHcpcs(typed: string): boolean {
  return /^[A-V]\d{2,4}$/i.test(typed.trim());
}

/** A code as it is compared: no dot, no space, capitals. */
export function plainCode(code: string): string {
  return code.replace(/[\s.]/g, '').toUpperCase();
}

/** Modifiers as they are typed, `25 59`, `25,59` or `2559`. Kept as typed where odd: the edits say what is wrong. */
export function readModifiers(typed: string): string[] {
  return typed
    .toUpperCase()
    .split(/[\s,;-]+/)
    .flatMap((word) => (word.length > 2 && word.length % 2 === 0 ? (word.match(/../g) ?? []) : [word]))
    .filter((word) => word !== '');
}

/** An amount as typed, `165`, `$1,650.5`; null where it is no number. */
export function readAmount(typed: string): string | null {
  const plain = typed.trim().replace(/^\$/, '').replace(/,/g, '');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain : null;
}
