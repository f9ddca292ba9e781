import { readFileSync } from 'node:fs';
import releases from '@wording/releases.en.json';
import { describe, expect, it } from 'vitest';
import { errorWording, fill, findingWording, t } from '.';
import { arrivals } from './arrivals';
import { book } from './book';
import { chart } from './chart';
import { claims } from './claims';
import { desk } from './desk';
import { errors } from './errors';
import { own } from './own';
import { practice } from './practice';
import { rules } from './rules';
import { sources } from './sources';
import { words } from './words';
import { worklist } from './worklist';

const bindings = readFileSync('src/ipc/bindings.ts', 'utf8');

function union(type: string): string[] {
  const [, body = ''] = new RegExp(`export type ${type} =([\\s\\S]*?);\\n`).exec(bindings) ?? [];
  return [...body.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? '');
}

describe('the catalogue', () => {
  it('says what happened, what is safe and what to do for every failure', () => {
    const codes = union('ErrorCode');
    expect(codes.length).toBeGreaterThan(30);
    expect(Object.keys(errors).sort()).toEqual([...codes].sort());
    for (const [code, wording] of Object.entries(errors)) for (const part of Object.values(wording)) expect(part, code).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    ['Status', 'status'],
    ['HoldReason', 'hold'],
    ['DocumentKind', 'document'],
    ['CodeSystem', 'system'],
    ['ReleasePart', 'release'],
    ['Sex', 'sex'],
    ['Severity', 'rule.effect'],
    ['Severity', 'rule.limit'],
    ['ProviderRole', 'providerRole'],
    ['ClaimState', 'claimState'],
    ['ClaimAnswer', 'claims.answer'],
    ['Relationship', 'relationship'],
    ['PayerOrder', 'payerOrder'],
    ['RuleFault', 'ruleFault'],
    ['HouseRuleVerdict', 'ruleVerdict'],
    ['Severity', 'severity'],
    ['Compared', 'difference'],
    ['Theme', 'theme'],
    ['IndexKind', 'index'],
    ['ReferenceKind', 'index'],
    ['CodeSet', 'set'],
    ['Refusal', 'refusal'],
    ['ProblemKind', 'problem'],
    ['IntakeProblemKind', 'intake'],
    ['ArrivalQuestion', 'question'],
    ['ArrivalRefusal', 'refusedBecause'],
    ['FieldFate', 'fieldFate'],
    ['WorklistField', 'worklistField'],
    ['TextEncoding', 'encoding'],
    ['Delimiter', 'delimiter'],
    ['Quoting', 'quoting'],
    ['DateFormat', 'dateFormat'],
    ['WorklistLack', 'worklist.lack'],
  ])('has a word for every %s', (type, prefix) => {
    const values = union(type);
    expect(values.length).toBeGreaterThan(2);
    const known = Object.keys({ ...releases, ...words, ...desk, ...chart, ...sources, ...rules, ...practice, ...claims, ...arrivals, ...worklist });
    expect(values.filter((value) => !known.includes(`${prefix}.${value}`))).toEqual([]);
  });

  it('has no key twice', () => {
    const keys = [words, desk, chart, own, sources, book, rules, practice, claims].flatMap((part) => Object.keys(part));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

describe('wording', () => {
  it('fills in, counts, and leaves what it does not know', () => {
    expect(fill('{n} {n|row|rows} of {all}', { n: 1, all: '12' })).toBe('1 row of 12');
    expect(fill('{n} {n|row|rows} of {all}', { n: 5000 })).toBe('5,000 rows of {all}');
    expect(t('queue.total', { n: 1 })).toBe('1 encounter');
    expect(errorWording({ code: 'too_soon', args: { waitSeconds: '8' } }).next).toBe('Wait 8 seconds, then try again.');
  });

  it('finds the wording of a rule and shows an unknown one by its name', () => {
    expect(findingWording({ rule: 'encounter.duplicate-diagnosis', args: { code: 'E11.22' } }).message).toContain('E11.22');
    expect(findingWording({ rule: 'new.rule', args: {} }).title).toBe('new.rule');
    expect(findingWording({ rule: 'house.3', args: { name: 'Ours', text: 'Say so.', code: 'I10' } })).toEqual({ title: 'Ours', message: 'Say so.' });
  });
});
