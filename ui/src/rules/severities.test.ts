import { describe, expect, it } from 'vitest';
import { sameName } from '../practice/set-up.svelte';
import { allowed } from './severities';

describe('severities', () => {
  it('go no lower than the rule allows', () => {
    expect(allowed('error')).toEqual(['error']);
    expect(allowed('warning')).toEqual(['error', 'warning']);
    expect(allowed('info')).toEqual(['error', 'warning', 'info']);
  });

  it('are of a payer by its name, in capital or small letters', () => {
    expect(sameName(' medicare b', 'Medicare B')).toBe(true);
    expect(sameName('Medicare B', 'Medicare')).toBe(false);
  });
});
