import { describe, expect, it } from 'vitest';
import type { ProcedureChoice } from '../../ipc';
import { ProcedureTables } from './tables.svelte';

const MEANINGS: Record<string, string> = {
  '10': 'Medical and Surgical',
  '11': 'Obstetrics',
  '3T': 'Resection',
  '3Y': 'Transplantation',
  '44': 'Gallbladder',
  '4G': 'Pancreas',
  '50': 'Open',
  '54': 'Percutaneous Endoscopic',
  '7G': 'Hand-Assisted',
  '7Z': 'No Qualifier',
};
const CODES = ['0FT40ZZ', '0FT44ZG', '0FT44ZZ', '0FTG0ZZ', '0FTG4ZZ', '0FYG0Z0', '10E0XZZ'];

/** The tables as the desk answers, over a handful of codes. */
async function chooseProcedure(chosen: string, at: number | null): Promise<ProcedureChoice> {
  const kept = Array.from({ length: 7 }, () => '');
  const dropped: string[] = [];
  const fits = (code: string, until: number) => kept.every((character, place) => place >= until || character === '' || code[place] === character);
  for (const [place, character] of [...chosen].entries()) {
    if (character === '-' || at === place + 1) continue;
    if (CODES.some((code) => fits(code, 7) && code[place] === character)) kept[place] = character;
    else dropped.push(character);
  }
  const fitting = CODES.filter((code) => fits(code, 7));
  const places = kept.map((character, place) => {
    const only = new Set(fitting.map((code) => code[place])).size === 1 ? (fitting[0]?.[place] ?? null) : null;
    const byItself = character === '' && at !== place + 1 && only !== null;
    return { axis: `axis ${place + 1}`, character: character || (byItself ? only : null), meaning: null, byItself };
  });
  const first = places.findIndex((place) => place.character === null);
  const open = at ?? (first < 0 ? null : first + 1);
  const values = new Map<string, number>();
  if (open !== null)
    for (const code of CODES.filter((each) => fits(each, open - 1))) values.set(code[open - 1] ?? '', (values.get(code[open - 1] ?? '') ?? 0) + 1);
  const code = open === null ? places.map((place) => place.character).join('') : null;
  return {
    places,
    at: open,
    values: [...values].map(([character, codes]) => ({ character, meaning: MEANINGS[`${open}${character}`] ?? null, definitions: [], codes, keepsLater: true })),
    codes: fitting.length,
    code: code === null ? null : { system: 'icd10pcs', code, title: null, kind: 'code', billable: true, standing: { kind: 'valid' } },
    dropped,
  };
}

const tables = () =>
  new ProcedureTables({
    on: () => '2026-11-24',
    fail: (error) => {
      throw error;
    },
    desk: { chooseProcedure: (chosen, at) => chooseProcedure(chosen, at) },
  });
/** `0(F)T4-(Z)-` */
const seen = ({ choice }: ProcedureTables) => choice?.places.map(({ character, byItself }) => (character === null ? '-' : byItself ? `(${character})` : character)).join('');

describe('the tables of procedures', () => {
  it('leads from the section to a code, and fills in what is left alone', async () => {
    const picker = tables();
    await picker.start();
    expect(picker.shown.map((value) => value.character)).toEqual(['0', '1']);
    await picker.type('obst');
    expect(picker.shown.map((value) => value.character)).toEqual(['1']);
    await picker.take(picker.highlighted!);
    expect(seen(picker)).toBe('1(0)(E)(0)(X)(Z)(Z)');
    expect(picker.choice?.code?.code).toBe('10E0XZZ');
  });

  it('takes a known code typed straight through, and waits where a letter may begin a word', async () => {
    const picker = tables();
    await picker.start();
    await picker.type('0');
    expect(seen(picker)).toBe('0(F)---(Z)-');
    // T is Resection, and the beginning of Transplantation: both are offered, the character first.
    await picker.type('t');
    expect(picker.shown.map((value) => value.character)).toEqual(['T', 'Y']);
    await picker.type('t4');
    expect(seen(picker)).toBe('0(F)T4-(Z)-');
    expect(picker.typed).toBe('');

    await picker.start();
    await picker.type('0FT44ZZ');
    expect(picker.choice?.code?.code).toBe('0FT44ZZ');
    expect(picker.typed).toBe('');
  });

  it('steps back, keeps what still fits and drops what does not', async () => {
    const picker = tables();
    await picker.start('0FT44ZG');
    expect(picker.choice?.code?.code).toBe('0FT44ZG');
    await picker.goTo(4);
    expect(seen(picker)).toBe('0FT-4ZG');
    expect(picker.highlighted?.character).toBe('4');
    await picker.type('pancr');
    await picker.take(picker.highlighted!);
    expect(seen(picker)).toBe('0FTG4Z(Z)');
    expect(picker.choice?.dropped).toEqual(['G']);
    // G was taken out for good.
    await picker.goTo(4);
    await picker.type('gall');
    await picker.take(picker.highlighted!);
    expect(seen(picker)).toBe('0FT44Z-');
  });

  it('goes forward again past what was chosen before', async () => {
    const picker = tables();
    await picker.start('0FT44ZZ');
    await picker.back();
    await picker.back();
    expect(picker.choice?.at).toBe(6);
    await picker.forward();
    expect(picker.choice?.code?.code).toBe('0FT44ZZ');
  });

  it('shows what a later key asked for, not what an earlier one left', async () => {
    const picker = tables();
    await picker.start();
    const first = picker.type('0');
    // The box still holds the first key.
    const second = picker.type('0f');
    await Promise.all([first, second]);
    // F was filled in by itself: typing it on is no choice, and nothing is left in the box.
    expect(seen(picker)).toBe('0(F)---(Z)-');
    expect(picker.typed).toBe('');
  });
});
