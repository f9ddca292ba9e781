import { describe, expect, it } from 'vitest';
import { condition, conditionsOf, needsOperand, operandOf } from './conditions';

describe('conditions of house rules', () => {
  it('keep what was typed', () => {
    for (const kind of [...conditionsOf('diagnosis'), ...conditionsOf('line')]) {
      const typed = needsOperand(kind) ? '12' : '';
      expect(operandOf(condition(kind, typed)), kind).toBe(typed);
      expect(condition(kind, typed).kind).toBe(kind);
    }
  });

  it('take no number for what is none', () => {
    expect(condition('units_over', 'four')).toEqual({ kind: 'units_over', units: 0 });
    expect(condition('age_from', '-3')).toEqual({ kind: 'age_from', years: 0 });
  });

  it('of modifiers are of lines', () => {
    expect(conditionsOf('diagnosis')).not.toContain('with_modifier');
    expect(conditionsOf('line')).not.toContain('first');
  });
});
