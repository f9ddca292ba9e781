import { beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from '../app.svelte';
import { desk, type ChangeHere, type ReleaseChanges } from '../ipc';
import { Changes, placeWords, rowsOnPaper, type ChangesDesk } from './changes.svelte';

const offered = ['I42.00', 'I42.01'].map((code) => ({ system: 'icd10cm' as const, code, title: null, namedBy: { kind: 'book' as const } }));
const split = (place: ChangeHere['place']): ChangeHere => ({ place, code: { system: 'icd10cm', code: 'I42.0' }, change: { kind: 'split' }, title: 'Dilated', replacements: offered });
const encounter = (id: number, account: string) => split({ kind: 'encounter', id, account, patient: 'Okafor, Ruth', on: '2026-10-05', status: 'in_progress' });

const here = [split({ kind: 'favourite' }), split({ kind: 'pick_list', list: 3, name: 'Heart' }), encounter(7, '26-2'), encounter(8, '26-3'), split({ kind: 'used', encounters: 4 })];
const found: ReleaseChanges = {
  system: 'icd10cm',
  before: '2025-10-01',
  after: '2026-10-01',
  changes: { added: [{ code: 'I42.00', title: null }], deleted: [], split: [{ code: 'I42.0', title: 'Dilated', replacements: offered }], retitled: [{ code: 'A01', before: 'Cut', after: 'Paper cut' }] },
  here,
};

function changes(parts: Partial<ChangesDesk> = {}) {
  const using = {
    timeline: vi.fn(async () => [['2025-10-01', 'FY2026'], ['2026-10-01', 'FY2027'], ['2027-04-01', 'FY2027 April']].map(([from, edition]) => ({ edition, from, to: null, codes: true, text: true }))),
    releaseChanges: vi.fn(async () => found),
    changePickLists: vi.fn(async () => ({ lists: [], open: null, undo: 'replace_in_pick_list', redo: null })),
    pickLists: vi.fn(async () => ({ lists: [], open: null, undo: 'replace_in_pick_list', redo: null })),
    undoPickLists: vi.fn(async () => ({ lists: [], open: null, undo: null, redo: null })),
    exportChanges: vi.fn(async () => null),
    ...parts,
  } as unknown as ChangesDesk;
  return { changes: new Changes(using), using };
}

const favourites = () => app.preferences.favourites.map(({ code }) => code);

describe('what changed', () => {
  beforeEach(() => {
    vi.spyOn(desk, 'setPreferences').mockImplementation(async (preferences) => preferences);
    app.state = { ...app.state, today: '2026-11-24' };
    app.preferences = { ...app.preferences, favourites: ['I10', 'I42.0'].map((code) => ({ system: 'icd10cm', code })) };
    app.messages = [];
  });

  it('begins with the last day that has come, and the release before it', async () => {
    const { changes: one, using } = changes();
    await one.load();
    expect(using.releaseChanges).toHaveBeenCalledWith('icd10cm', '2025-10-01', '2026-10-01');
    expect(one.dayName(one.after)).toBe('FY2027, 2026-10-01');
    await one.choose('icd10cm', '2025-10-01');
    expect([one.before, one.after]).toEqual(['2025-09-30', '2025-10-01']);
    await one.compare('2026-10-01', '2025-10-01');
    expect(one.before < one.after).toBe(true);
  });

  it('lists each part and walks it', async () => {
    const { changes: one } = changes();
    await one.load();
    expect(one.rows.map(({ here }) => here && placeWords(here))).toEqual(['Favourite', 'Pick list Heart', 'Okafor, Ruth, 2026-10-05', 'Okafor, Ruth, 2026-10-05', 'Used in 4 encounters of the last year']);
    one.turn(-1);
    expect([one.part, one.row?.newTitle]).toEqual(['retitled', 'Paper cut']);
    one.turn(1);
    one.move(99);
    expect(one.at).toBe(4);
  });

  it('replaces a favourite by the digit of an offered code, and takes it back', async () => {
    const { changes: one, using } = changes();
    await one.load();
    await one.replace();
    expect(favourites()).toEqual(['I10', 'I42.0']);
    expect(app.messages.at(-1)?.text).toContain('press the digit');
    await one.replace(1);
    expect(favourites()).toEqual(['I10', 'I42.01']);
    expect(using.releaseChanges).toHaveBeenCalledTimes(2);
    await app.messages.at(-1)?.undo?.();
    expect(favourites()).toEqual(['I10', 'I42.0']);
  });

  it('replaces the entry of a pick list, and its undo takes back nothing else', async () => {
    const { changes: one, using } = changes();
    await one.load();
    one.move(1);
    await one.replace(0);
    expect(using.changePickLists).toHaveBeenCalledWith({ kind: 'replace', list: 3, code: { system: 'icd10cm', code: 'I42.0' }, by: { system: 'icd10cm', code: 'I42.00' } }, 3, '2026-10-01');
    const { undo } = app.messages.at(-1) ?? {};
    await undo?.();
    expect(using.undoPickLists).toHaveBeenCalledTimes(1);
    vi.mocked(using.pickLists).mockResolvedValue({ lists: [], open: null, undo: 'rename_pick_list', redo: null });
    await undo?.();
    expect(using.undoPickLists).toHaveBeenCalledTimes(1);
  });

  it('changes nothing of an encounter', async () => {
    const { changes: one, using } = changes();
    await one.load();
    one.move(2);
    await one.replace(0);
    expect(using.changePickLists).not.toHaveBeenCalled();
    one.open();
    expect(app.chartId).toBe(7);
    one.move(4);
    one.open();
    expect(app.takePage()).toEqual({ system: 'icd10cm', code: 'I42.0', on: '2026-10-01' });
    expect(app.takePage()).toBeNull();
  });

  it('names accounts on paper only where that is asked', async () => {
    const { changes: one } = changes();
    await one.load();
    const places = () => rowsOnPaper(one, 'here').map(({ place }) => place);
    expect(places()).toEqual([null, null, '2 open encounters', null]);
    one.accounts = true;
    expect(places()).toEqual([null, null, '26-2, 2026-10-05', '26-3, 2026-10-05', null]);
  });

  it('offers each system of an import once', () => {
    const { changes: one } = changes();
    const publication = (set: string, from: string) => ({ set, from });
    one.offer({ publications: [publication('icd10cm_tabular', '2026-10-01'), publication('icd10cm_order', '2026-10-01'), publication('mue_dme', '2026-10-01'), publication('hcpcs', '2026-07-01')] } as never);
    expect(one.offers).toEqual([
      { system: 'icd10cm', after: '2026-10-01' },
      { system: 'hcpcs', after: '2026-07-01' },
    ]);
  });
});
