import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../ipc';
import { diagnosisLetter, readPointers, writePointers } from './pointers';

const diagnoses: Diagnosis[] = [11, 22, 33, 44, 55].map((id) => ({ id, code: 'I10', evidence: [], indexPath: null, presentOnAdmission: null }));

describe('pointers', () => {
  it.each([
    ['', []],
    ['AB', [11, 22]],
    ['a,b', [11, 22]],
    ['b a', [22, 11]],
    ['1,2', [11, 22]],
    ['2 1 2', [22, 11]],
    ['A; C', [11, 33]],
  ])('reads %j', (typed, pointers) => {
    expect(readPointers(typed, diagnoses)).toEqual({ pointers, problem: null });
  });

  it.each([
    ['F', 'nothing_there'],
    ['12', 'nothing_there'],
    ['0', 'nothing_there'],
    ['A1', 'unreadable'],
    ['ABCDE', 'too_many'],
  ])('refuses %j', (typed, problem) => {
    expect(readPointers(typed, diagnoses)).toMatchObject({ pointers: null, problem });
  });

  it('writes letters, and ? for a diagnosis that is gone', () => {
    expect(writePointers([22, 11], diagnoses)).toBe('B,A');
    expect(writePointers([11, 99], diagnoses)).toBe('A,?');
    expect(diagnosisLetter(11)).toBe('L');
  });
});
