import { describe, expect, it } from 'vitest';
import type { IndexBook, IndexKind, IndexLink, IndexRow } from '../../ipc';
import { IndexNavigator, type IndexReader } from './navigator.svelte';

const cell = (code: string) => ({ code, incomplete: code.endsWith('-') });
const row = (term: number, plain: string, above: string[], codes: string[], more: Partial<IndexRow> = {}): IndexRow => ({
  term, depth: above.length, title: plain, plain, above, note: null, hasSubTerms: false, manifestation: null, links: [],
  cells: codes.map((code) => (code === '' ? null : cell(code))),
  ...more,
});
const book = (kind: IndexKind, columns: string[]): IndexBook => ({
  kind, columns, inForce: true,
  publication: { id: 1, import: 1, set: 'icd10cm_neoplasm_table', release: 'FY2026 April', from: '2026-04-01', to: '2026-09-30', file: 'n.xml', entries: 3, passedOver: 0, licence: null },
});

const TABLE = 'Neoplasm, neoplastic';
const see = (kind: IndexLink['kind'], text: string, to: IndexLink['to']): IndexLink => ({ kind, text, to });
const skin = row(9, 'breast', [TABLE, 'skin'], ['C44.501', ''], { links: [see('see_also', 'Neoplasm, breast', { place: 'term', index: 'neoplasm', term: 1, exact: true })] });
const breast = row(1, 'breast', [TABLE], ['C50.9-', 'D24.-'], { hasSubTerms: true });
const quadrant = row(2, 'upper-outer quadrant', [TABLE, 'breast'], ['C50.4-', 'D24.-']);

function navigator(overrides: Partial<IndexReader> = {}) {
  const reader = {
    indexes: async () => [book('neoplasm', ['Malignant Primary', 'Benign']), book('external_cause', [''])],
    findInIndex: async (_index: IndexKind, _on: string, query: string) => ({ rows: query === 'skin' ? [skin] : [breast], total: 1 }),
    openIndexTerm: async () => ({ path: [row(0, TABLE, [], ['C80.1', 'D36.9']), breast], subTerms: [quadrant] }),
    ...overrides,
  } satisfies IndexReader;
  return new IndexNavigator({ on: () => '2026-04-15', fail: (error) => { throw error; }, desk: reader });
}

describe('a walk through the index', () => {
  it('unfolds terms and tells the way to a cell without the title of the table', async () => {
    const walk = navigator();
    await walk.start();
    await walk.toggle(breast);
    expect(walk.lines.map(({ row, depth, open }) => [row.plain, depth, open])).toEqual([['breast', 0, true], ['upper-outer quadrant', 1, false]]);
    expect(walk.pathTo(quadrant, 0)).toEqual({ index: 'neoplasm', release: 'FY2026 April', steps: ['breast', 'upper-outer quadrant', 'Malignant Primary'], code: 'C50.4-' });
    expect(walk.pathTo(skin, 1)).toBeNull();
    await walk.toggle(breast);
    expect(walk.lines).toHaveLength(1);
  });

  it('follows a reference, remembers it, and forgets it with the next question', async () => {
    const walk = navigator();
    await walk.start();
    await walk.ask('skin');
    const [, line] = walk.lines;
    expect(line?.link?.text).toBe('Neoplasm, breast');
    expect(await walk.follow(skin, line!.link!)).toBeNull();
    expect(walk.lines.map(({ row }) => row.plain)).toEqual(['breast', 'upper-outer quadrant']);
    expect(walk.pathTo(quadrant, 1)?.steps).toEqual(['skin', 'breast', 'see also Neoplasm, breast', 'breast', 'upper-outer quadrant', 'Benign']);
    await walk.ask('breast');
    expect(walk.pathTo(breast, 0)?.steps).toEqual(['breast', 'Malignant Primary']);
  });

  it('hands a category of the Tabular List back, and goes nowhere where the index names nothing', async () => {
    const walk = navigator();
    await walk.start();
    const category = await walk.follow(breast, see('see_category', 'T71', { place: 'code', code: 'T71' }));
    expect(category?.code).toBe('T71');
    expect(await walk.follow(breast, see('see', 'by type', null))).toBeNull();
    expect(walk.lines).toHaveLength(1);
  });

  it('drops the answer to an older question', async () => {
    const waiting: ((page: { rows: IndexRow[]; total: number }) => void)[] = [];
    const walk = navigator({ findInIndex: () => new Promise((resolve) => waiting.push(resolve)) });
    const first = walk.ask('br');
    const second = walk.ask('skin');
    waiting[1]?.({ rows: [skin], total: 1 });
    waiting[0]?.({ rows: [breast], total: 1 });
    await Promise.all([first, second]);
    expect(walk.lines[0]?.row.term).toBe(9);
  });
});
