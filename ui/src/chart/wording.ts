import type { Amendment, Encounter, Finding, ServiceLine } from '../ipc';
import { money } from '../shared/money';
import { isKey, t } from '../strings';
import { placeIndex } from './findings';
import { partSign } from './parts';
import { diagnosisLetter, writePointers } from './pointers';

/** An entry of the audit trail or an undo label, in words; a name that is not in the catalogue shows as it is. */
export function actionWords(action: string): string {
  const key = `action.${action}`;
  return isKey(key) ? t(key) : action.replace(/[_.]/g, ' ');
}

/** What a cure would do, as its button says it. */
export function cureWords(cure: Amendment, encounter: Encounter): string {
  switch (cure.kind) {
    case 'replace_diagnosis':
      return t('cure.replace', { code: cure.code });
    case 'attach_diagnosis':
      return t('cure.attach', { code: cure.code });
    case 'remove_diagnosis': {
      const index = encounter.diagnoses.findIndex(({ id }) => id === cure.diagnosis);
      return t('cure.removeDiagnosis', { letter: diagnosisLetter(index), code: encounter.diagnoses[index]?.code ?? '' });
    }
    case 'remove_line':
      return t('cure.removeLine');
    case 'lift_hold':
      return t('cure.liftHold');
    case 'move_diagnosis':
      return t('cure.moveDiagnosis', { letter: diagnosisLetter(cure.to) });
    case 'set_line':
      return lineCureWords(cure.line, encounter);
    default:
      return actionWords(cure.kind);
  }
}

/** The code that a cure would bring onto the chart. */
export function cureCode(cure: Amendment): string | null {
  return cure.kind === 'replace_diagnosis' || cure.kind === 'attach_diagnosis' ? cure.code : null;
}

/** A corrected line says what is corrected: its one cell that differs. */
function lineCureWords(cured: ServiceLine, encounter: Encounter): string {
  const line = encounter.lines.find(({ id }) => id === cured.id);
  const differs = (field: keyof ServiceLine) => JSON.stringify(cured[field]) !== JSON.stringify(line?.[field]);
  if (differs('pointers')) {
    const letters = writePointers(cured.pointers, encounter.diagnoses);
    return letters === '' ? t('cure.noPointers') : t('cure.pointers', { letters });
  }
  if (differs('modifiers'))
    return cured.modifiers.length === 0 ? t('cure.noModifiers') : t('cure.modifiers', { modifiers: cured.modifiers.join(' ') });
  if (differs('units')) return t('cure.units', { units: cured.units });
  if (differs('charge')) return t('cure.charge', { charge: money(cured.charge) });
  return t('cure.setLine');
}

/** Where a finding is, short enough to stand before it. */
export function placeWords(finding: Finding, encounter: Encounter): string {
  const index = placeIndex(finding.place, encounter);
  switch (finding.place.kind) {
    case 'diagnosis': {
      const diagnosis = encounter.diagnoses[index];
      return diagnosis ? `${diagnosisLetter(index)} ${diagnosis.code}` : '';
    }
    case 'line': {
      const line = encounter.lines[index];
      return line ? t('place.line', { number: index + 1, code: line.code }) : '';
    }
    case 'procedure': {
      const procedure = encounter.stay?.procedures[index];
      return procedure ? `${partSign('procedure', index)} ${procedure.code}` : '';
    }
    case 'revenue_line':
      return t('place.revenueLine', { number: finding.place.index + 1, code: encounter.stay?.revenueLines[finding.place.index]?.revenueCode ?? '' });
    case 'header':
      return t('place.header');
    case 'hold':
      return t('place.hold');
    case 'encounter':
      return t('place.encounter');
  }
}

export function clockWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** An instant of the record as a coder reads it: local date and minute. */
export function momentWords(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
