import { describe, expect, it, vi } from 'vitest';
import type { CodeSummary, VariantAxis, VariantChoice } from '../ipc';
import { Picker, type Chooser } from './picker.svelte';

function summary(code: string, billable: boolean): CodeSummary {
  const standing = billable ? { kind: 'valid' as const } : { kind: 'header' as const, wasBillableUntil: null };
  return { system: 'icd10cm', code, title: code, kind: 'code', billable, standing };
}

function choice(at: string, axis: VariantAxis, variants: Record<string, string>, billable: boolean): VariantChoice {
  return {
    at: summary(at, false),
    axis,
    named: false,
    variants: Object.entries(variants).map(([key, code]) => ({ key, code: summary(code, billable), text: code, differences: [] })),
  };
}

const TREE: Record<string, VariantChoice> = {
  'S72.00': choice('S72.00', 'side', { R: 'S72.001', L: 'S72.002', U: 'S72.009' }, false),
  'S72.001': choice('S72.001', 'seventhCharacter', { A: 'S72.001A', D: 'S72.001D' }, true),
  'S72.002': choice('S72.002', 'seventhCharacter', { A: 'S72.002A', D: 'S72.002D' }, true),
};

function slow(variants: (code: string) => Promise<VariantChoice | null>, fail: (error: unknown) => void = () => undefined) {
  const desk = { variants: (_system: string, code: string) => variants(code) } as Chooser;
  return new Picker({ on: () => '2026-04-15', fail, desk });
}

const tree = (code: string) => new Promise<VariantChoice | null>((resolve) => setTimeout(() => resolve(TREE[code] ?? null), 5));
const header = (code: string) => ({ system: 'icd10cm' as const, code, title: null });

describe('completing a code', () => {
  it('takes keys pressed before the choices are here, in any case, and ends with the billable code', async () => {
    const picker = slow(tree);
    void picker.open(header('S72.00'));
    void picker.choose('l');
    const last = picker.choose('a');
    expect(await last).toMatchObject({ code: 'S72.002A', billable: true });
    expect(picker.levels.map(({ choice }) => choice.at.code)).toEqual(['S72.00', 'S72.002']);
  });

  it('asks with the words that may name a choice, at every step, and goes back to where it was opened', async () => {
    const asked: [string, boolean][] = [];
    const desk = {
      variants: (_system: string, code: string, _on: string, said: string, further: boolean) => {
        asked.push([said, further]);
        return tree(code);
      },
    } as Chooser;
    const picker = new Picker({ on: () => '2026-04-15', fail: () => undefined, desk });
    const onleave = vi.fn();
    await picker.open(header('S72.00'), { said: 'left hip', onleave });
    await picker.choose('L');
    expect(asked).toEqual([
      ['left hip', false],
      ['left hip', true],
    ]);
    expect(picker.onleave).toBe(onleave);
    await picker.open(header('S72.00'));
    expect(asked.at(-1)).toEqual(['', false]);
    expect(picker.onleave).toBeNull();
  });

  it('does nothing by a key that is no choice', async () => {
    const picker = slow(tree);
    await picker.open(header('S72.00'));
    expect(await picker.choose('x')).toBeNull();
    expect(picker.decided?.code).toBe('S72.00');
  });

  it('highlights by the arrows, stays within the list, and chooses what is highlighted', async () => {
    const picker = slow(tree);
    await picker.open(header('S72.00'));
    picker.move(-1);
    expect(picker.highlighted?.code.code).toBe('S72.001');
    picker.move(8);
    expect(picker.highlighted?.code.code).toBe('S72.009');
    picker.move(-1);
    expect(await picker.choose()).toBeNull();
    expect(picker.decided?.code).toBe('S72.002');
  });

  it('steps back to the choice before with what was chosen there, and from the first one out', async () => {
    const picker = slow(tree);
    await picker.open(header('S72.00'));
    await picker.choose('L');
    await picker.back();
    expect(picker.highlighted?.code.code).toBe('S72.002');
    await picker.back();
    expect(picker.from).toBeNull();
  });

  it('closes where there is nothing to choose, and says so', async () => {
    const picker = slow(tree);
    expect(await picker.open(header('E11.22'))).toBe('nothing');
    expect(picker.from).toBeNull();
  });

  it('drops an answer that comes after it was closed, and what was pressed before', async () => {
    const picker = slow(tree);
    const opened = picker.open(header('S72.00'));
    const pressed = picker.choose('L');
    picker.close();
    expect(await opened).toBe('gone');
    expect(await pressed).toBeNull();
    expect(picker.choice).toBeNull();
  });

  it('says what failed and lets the hand go', async () => {
    const fail = vi.fn();
    const picker = slow(async () => Promise.reject(new Error('lost')), fail);
    expect(await picker.open(header('S72.00'))).toBe('gone');
    expect(fail).toHaveBeenCalledOnce();
    expect(picker.from).toBeNull();
  });
});
