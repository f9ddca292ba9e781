import { expect, it } from 'vitest';
import type { CodeEvent } from '../ipc';
import { changeWords, standsOn } from './history';

const events: CodeEvent[] = [
  { on: '2015-10-01', change: { kind: 'known', billable: true } },
  { on: '2020-10-01', change: { kind: 'retitled', before: 'Old', after: 'New' } },
  { on: '2021-09-30', change: { kind: 'went' } },
];

it.each([
  ['2015-09-30', undefined],
  ['2015-10-01', 'known'],
  ['2021-09-30', 'retitled'],
  ['2021-10-01', 'went'],
])('on %s it stands by %s', (on, kind) => {
  expect(standsOn(events, on)?.change.kind).toBe(kind);
});

it('says what happened', () => {
  expect(events.map(({ change }) => changeWords(change))).toEqual(['in the book since then or before', 'retitled; before: Old', 'last day']);
});
