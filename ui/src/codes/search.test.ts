import { describe, expect, it, vi } from 'vitest';
import type { KeptFilters, SearchFilters, SearchHit, SearchReply, SearchRequest } from '../ipc';
import { CodeSearch, NO_FILTERS, type Searcher } from './search.svelte';

function hit(code: string): SearchHit {
  return {
    system: 'icd10cm',
    code,
    title: code,
    kind: 'code',
    billable: true,
    standing: { kind: 'valid' },
    matchedText: null,
    codeHighlights: [],
    titleHighlights: [],
    matchedHighlights: [],
    reasons: [],
    score: 0,
  };
}

function slowDesk() {
  const replies: { sequence: number; query: string; answer: (codes: string[]) => void }[] = [];
  const desk = {
    search: (sequence: number, { query }: SearchRequest) =>
      new Promise<SearchReply>((resolve) =>
        replies.push({
          sequence,
          query,
          answer: (codes) =>
            resolve({ sequence, micros: 1, answer: { hits: codes.map(hit), total: codes.length, partial: false, unknownWords: [], advice: [] } }),
        }),
      ),
    children: vi.fn(async () => [{ system: 'icd10cm', code: 'E11.21', title: null, kind: 'code', billable: true, standing: { kind: 'valid' } }]),
    code: vi.fn(),
  } as unknown as Searcher;
  return { desk, replies };
}

const codes = (search: CodeSearch) => search.rows.map((row) => (row.kind === 'hit' ? row.hit.code : `+${row.code}`));
const open = (desk: Searcher, offersLines = false) => new CodeSearch({ on: () => '2026-04-15', fail: () => undefined, offersLines, desk });

describe('search', () => {
  it('drops a reply that a later keystroke has overtaken', async () => {
    const { desk, replies } = slowDesk();
    const search = open(desk);
    const first = search.type('e');
    const second = search.type('e1');
    replies[1]!.answer(['E11']);
    await second;
    replies[0]!.answer(['E00']);
    await first;
    expect(codes(search)).toEqual(['E11']);
    expect(search.answered).toBe('e1');
  });

  it('takes the row of the question that was asked last, and none where no answer came', async () => {
    const { desk, replies } = slowDesk();
    const search = open(desk);
    const first = search.type('e1');
    replies[0]!.answer(['E11']);
    await first;
    void search.type('i1');
    const meant = search.choice();
    void search.type('i10');
    replies[1]!.answer(['I15']);
    replies[2]!.answer(['I10']);
    expect(await meant).toMatchObject({ hit: { code: 'I10' } });

    const broken = new CodeSearch({
      on: () => '2026-04-15',
      fail: vi.fn(),
      desk: { ...desk, search: vi.fn(async () => Promise.reject(new Error('lost'))) },
    });
    broken.setShelf([hit('Z79.4')]);
    void broken.type('i10');
    expect(await broken.choice()).toBeNull();
  });

  it('drops a reply that comes after the box was emptied', async () => {
    const { desk, replies } = slowDesk();
    const search = open(desk);
    search.setShelf([hit('I10')]);
    const late = search.type('e');
    await search.type('');
    replies[0]!.answer(['E00']);
    await late;
    expect(codes(search)).toEqual(['I10']);
  });

  it('offers a service line for a procedure code that is no diagnosis', async () => {
    const { desk, replies } = slowDesk();
    const search = open(desk, true);
    const procedure = search.type('99214');
    replies[0]!.answer(['Z99.2']);
    await procedure;
    expect(codes(search)).toEqual(['+99214', 'Z99.2']);
    const diagnosis = search.type('e1140');
    replies[1]!.answer(['E11.40']);
    await diagnosis;
    expect(codes(search)).toEqual(['E11.40']);
  });

  it('keeps the words of the note until another question is typed over what was attached', async () => {
    const { desk, replies } = slowDesk();
    const search = open(desk);
    const words = { document: 1, start: 0, end: 4, quote: 'T2DM' };
    void search.askWords('T2DM', words);
    void search.type('T2DM ckd');
    expect(search.words).toEqual(words);
    search.markSpent();
    expect(search.words).toEqual(words);
    void search.type('i10');
    expect(search.words).toBeNull();
    expect(replies).toHaveLength(3);
  });

  it.each([
    ['T2DM', 'T2DM c', true],
    ['diabets type 2', 'diabetes type 2', true],
    ['poorly controlled DM2', 'DM2', true],
    ['HARBOR', '9', false],
    ['diabetes', 'd', false],
    ['HARBOR', 'E11.9', false],
    ['HARBOR', '', false],
  ])('%j typed into %j keeps the words: %j', (before, after, kept) => {
    const search = open(slowDesk().desk);
    const words = { document: 1, start: 0, end: 4, quote: before };
    void search.askWords(before, words);
    void search.type(after);
    expect(search.words !== null).toBe(kept);
  });

  it('opens the codes below a header and comes back to it', async () => {
    const { desk, replies } = slowDesk();
    const search = open(desk);
    const asked = search.type('e11');
    replies[0]!.answer(['E11', 'E11.2']);
    await asked;
    search.move(1);
    await search.openBelow(hit('E11.2'));
    expect(codes(search)).toEqual(['E11.21']);
    const back = search.closeBelow();
    replies[1]!.answer(['E11', 'E11.2']);
    await back;
    expect(search.chosen).toMatchObject({ hit: { code: 'E11.2' } });
  });

  it('lists a range that a note names, whatever the filters are, and comes back to the question', async () => {
    const asked: SearchRequest[] = [];
    const desk = {
      search: vi.fn(async (sequence: number, request: SearchRequest) => {
        asked.push(request);
        return { sequence, micros: 1, answer: { hits: [hit(request.query)], total: 1, partial: false, unknownWords: [], advice: [] } };
      }),
    } as unknown as Searcher;
    const filters = { ...NO_FILTERS, billableOnly: true };
    const search = new CodeSearch({ on: () => '2026-04-15', fail: () => undefined, desk, filters });
    await search.type('ckd');
    await search.openRange('N18.1-N18.6');
    expect(asked.at(-1)).toMatchObject({ query: 'N18.1-N18.6', filters: { billableOnly: false } });
    expect(search.below).toMatchObject({ code: 'N18.1-N18.6' });
    expect(search.query).toBe('ckd');
    await search.closeBelow();
    expect(codes(search)).toEqual(['ckd']);
  });

  it('asks again within the limits that are set, hands them on to be kept, and forgets them all at once', async () => {
    const asked: SearchFilters[] = [];
    const desk = {
      search: vi.fn(async (sequence: number, request: SearchRequest) => {
        asked.push(request.filters);
        return { sequence, micros: 1, answer: { hits: [hit('S72.001A')], total: 1, partial: false, unknownWords: [], advice: null } };
      }),
      code: vi.fn(async () => ({ path: [{ kind: 'chapter', system: 'icd10cm', code: '19' }] })),
    } as unknown as Searcher;
    let sex: 'male' | 'female' = 'male';
    let kept = NO_FILTERS;
    const onfilter = (filters: KeptFilters) => (kept = filters);
    const options = { on: () => '2026-04-15', fail: () => undefined, desk, patient: () => ({ sex, ageYears: 67 }), onfilter };
    const search = new CodeSearch(options);
    await search.type('fracture');
    await search.filterChapter();
    await search.filterSide();
    await search.filterSide();
    await search.filterPatient();
    expect(asked.at(-1)).toEqual({ chapter: '19', billableOnly: false, laterality: 'left', patient: { sex: 'male', ageYears: 67 } });
    sex = 'female';
    await search.type('fractures');
    expect(asked.at(-1)?.patient).toEqual({ sex: 'female', ageYears: 67 });
    expect(kept).toEqual({ chapter: { system: 'icd10cm', code: '19' }, billableOnly: false, laterality: 'left', fittingFirst: true });
    const next = new CodeSearch({ ...options, patient: () => null, filters: kept });
    await next.type('fracture');
    expect(asked.at(-1)).toEqual({ chapter: '19', billableOnly: false, laterality: 'left', patient: null });
    await search.filterChapter();
    expect(asked.at(-1)?.chapter).toBeNull();
    await search.filter(NO_FILTERS);
    expect(search.filtered).toBe(false);
    expect(kept).toEqual(NO_FILTERS);
    expect(asked).toHaveLength(9);
  });
});
