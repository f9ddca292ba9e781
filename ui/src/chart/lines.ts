import { plainCode, readAmount, readModifiers } from '../codes/shapes';
import type { Diagnosis, ServiceLine } from '../ipc';
import { readDate } from '../shared/dates';
import { money } from '../shared/money';
import { t } from '../strings';
import { readPointers, writePointers } from './pointers';

export type LineField = 'code' | 'modifiers' | 'pointers' | 'units' | 'charge' | 'ndc' | 'serviceFrom' | 'serviceTo' | 'placeOfService';
export const MAIN_FIELDS: LineField[] = ['code', 'modifiers', 'pointers', 'units', 'charge'];
export const FURTHER_FIELDS: LineField[] = ['ndc', 'serviceFrom', 'serviceTo', 'placeOfService'];

export type ReadField = { patch: Partial<ServiceLine>; problem: null } | { patch: null; problem: string };

/** A cell as it shows. */
export function writeField(line: ServiceLine, field: LineField, diagnoses: Diagnosis[]): string {
  switch (field) {
    case 'modifiers':
      return line.modifiers.join(' ');
    case 'pointers':
      return writePointers(line.pointers, diagnoses);
    case 'charge':
      return money(line.charge);
    case 'units':
      return line.units;
    default:
      return line[field] ?? '';
  }
}

/** What was typed into a cell, as a change of the line, or why it cannot be read. What is read but wrong is for the edits to say. */
export function readField(field: LineField, typed: string, diagnoses: Diagnosis[], today: string): ReadField {
  const text = typed.trim();
  const changed = (patch: Partial<ServiceLine>): ReadField => ({ patch, problem: null });
  const refused = (problem: string): ReadField => ({ patch: null, problem });
  switch (field) {
    case 'code':
      return text === '' ? refused(t('line.codeEmpty')) : changed({ code: plainCode(text) });
    case 'modifiers': {
      const modifiers = readModifiers(text);
      return modifiers.length > 4 ? refused(t('line.modifiersTooMany')) : changed({ modifiers });
    }
    case 'pointers': {
      const read = readPointers(text, diagnoses);
      return read.problem === null ? changed({ pointers: read.pointers }) : refused(t(`line.pointers.${read.problem}`, { word: read.word }));
    }
    case 'units':
    case 'charge': {
      const amount = text === '' && field === 'charge' ? '0' : readAmount(text);
      return amount === null ? refused(t('line.noNumber')) : changed({ [field]: amount });
    }
    case 'ndc':
      return changed({ ndc: text });
    case 'placeOfService':
      return changed({ placeOfService: text === '' ? null : text });
    case 'serviceFrom':
    case 'serviceTo': {
      if (text === '') return changed({ [field]: null });
      const read = readDate(text, today);
      return read.iso === null ? refused(t('line.noDate')) : changed({ [field]: read.iso });
    }
  }
}

export function hasFurther(line: ServiceLine): boolean {
  return FURTHER_FIELDS.some((field) => (line[field as 'ndc'] ?? '') !== '');
}
