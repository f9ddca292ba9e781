import { describe, expect, it } from 'vitest';
import type { Reason } from '../ipc';
import { reasonWords } from './reasons';

describe('why a code was found', () => {
  it.each<[Reason, string]>([
    [{ kind: 'exactCode' }, 'What you typed is this code.'],
    [{ kind: 'synonym', typed: 'htn', meant: 'hypertension' }, '“htn” stands for “hypertension”.'],
    [{ kind: 'corrected', typed: 'diabtes', meant: 'diabetes' }, '“diabtes” was read as “diabetes”.'],
    [{ kind: 'missing', typed: 'xyzzy' }, '“xyzzy” is not in it.'],
    [{ kind: 'inRange', from: 'S72.0', to: 'S72.9' }, 'It stands between S72.0 and S72.9.'],
  ])('%j', (reason, words) => expect(reasonWords(reason)).toBe(words));
});
