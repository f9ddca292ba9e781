import type { Condition, HouseRule, Subject } from '../ipc';

export type ConditionKind = Condition['kind'];

const OF_BOTH: ConditionKind[] = ['always', 'with_diagnosis', 'without_diagnosis', 'with_line', 'without_line', 'age_under', 'age_from', 'at_place'];

/** The conditions that a rule of diagnoses or of lines can have. */
export function conditionsOf(subject: Subject): ConditionKind[] {
  return subject === 'diagnosis' ? ['always', 'first', ...OF_BOTH.slice(1)] : [...OF_BOTH, 'with_modifier', 'without_modifier', 'units_over'];
}

/** What a condition is compared with, as it is typed; empty where it needs nothing. */
export function operandOf(condition: Condition): string {
  switch (condition.kind) {
    case 'always':
    case 'first':
      return '';
    case 'units_over':
      return String(condition.units);
    case 'age_under':
    case 'age_from':
      return String(condition.years);
    case 'at_place':
      return condition.places;
    case 'with_modifier':
    case 'without_modifier':
      return condition.modifiers;
    default:
      return condition.codes;
  }
}

export function needsOperand(kind: ConditionKind): boolean {
  return kind !== 'always' && kind !== 'first';
}

function whole(text: string): number {
  const number = Number(text.trim());
  return Number.isInteger(number) && number >= 0 && number <= 9999 ? number : 0;
}

export function condition(kind: ConditionKind, operand: string): Condition {
  switch (kind) {
    case 'always':
    case 'first':
      return { kind };
    case 'units_over':
      return { kind, units: whole(operand) };
    case 'age_under':
    case 'age_from':
      return { kind, years: whole(operand) };
    case 'at_place':
      return { kind, places: operand };
    case 'with_modifier':
    case 'without_modifier':
      return { kind, modifiers: operand };
    default:
      return { kind, codes: operand };
  }
}

export function blankRule(): HouseRule {
  return { number: 0, name: '', payer: '', subject: 'diagnosis', codes: '', condition: { kind: 'always' }, severity: 'info', text: '', on: false };
}
