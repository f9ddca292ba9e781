import { describe, expect, it } from 'vitest';
import { beginsHcpcs, isDiagnosisShape, plainCode, procedureCode, readAmount, readModifiers, servicesMeant } from './shapes';

describe('what coders type', () => {
  it.each([
    ['99214', '99214'],
    [' g0439 ', 'G0439'],
    ['0001u', '0001U'],
    ['E1140', 'E1140'],
    ['9921', null],
    ['W1234', null],
    ['99214x', null],
  ])('procedure code %j', (typed, code) => expect(procedureCode(typed)).toBe(code));

  it.each([
    ['25 59', ['25', '59']],
    ['2559', ['25', '59']],
    ['25,xs', ['25', 'XS']],
    ['', []],
    ['259', ['259']],
  ])('modifiers %j', (typed, modifiers) => expect(readModifiers(typed)).toEqual(modifiers));

  it.each([
    ['$1,650.5', '1650.5'],
    ['.5', '.5'],
    ['ten', null],
  ])('amount %j', (typed, amount) => expect(readAmount(typed)).toBe(amount));

  it('compares codes without the dot', () => expect(plainCode('e11.40 ')).toBe('E1140'));
});

describe('what a HCPCS code begins with', () => {
  it.each(['J18', 'j188', ' J1885 ', 'G0439'])('%s', (typed) => expect(beginsHcpcs(typed)).toBe(true));
  it.each(['', 'J1', 'J18.9', 'Z79', 'pain', '99213', 'J18855'])('not %s', (typed) => expect(beginsHcpcs(typed)).toBe(false));
});

describe('which services are asked with the diagnoses', () => {
  it.each([
    ['99', ['cpt', 'own']],
    ['99213', ['cpt', 'own']],
    ['0042t', ['cpt', 'own']],
    ['J18', ['hcpcs', 'own']],
    ['9', []],
    ['32 weeks', []],
    ['e11', ['hcpcs', 'own']],
    ['e11.9', []],
    ['ink-01', ['own']],
    ['LAB01.2', ['own']],
    ['t2dm', []],
    ['b12', ['hcpcs', 'own']],
    ['ckd 3b', []],
  ])('%s', (typed, systems) => expect(servicesMeant(typed)).toEqual(systems));

  it.each(['E11.9', 'I10', 'S72001A'])('%s of an own list is a diagnosis', (code) => expect(isDiagnosisShape(code)).toBe(true));
  it.each(['99213', 'G0439', 'LAB-01', '10'])('%s is none', (code) => expect(isDiagnosisShape(code)).toBe(false));
});
