import { describe, expect, it, vi } from 'vitest';
import type { ArrivalReport, ArrivalRow, WorklistMapping, WorklistView } from '../ipc';
import { FIELDS } from './worklist-lists';
import { WorklistColumns } from './worklist.svelte';

const choice = { encoding: null, delimiter: null, quoting: null, sheet: null, headingLine: 3 };
const guessed: WorklistMapping = {
  columns: [
    { heading: 'MRN', field: 'record_number', dates: null },
    { heading: 'DOS', field: 'service_from', dates: null },
  ],
  choice,
};

function viewOf(mapping: WorklistMapping): WorklistView {
  const lacks = mapping.columns.flatMap((column, at) => (column.field === 'service_from' && column.dates === null ? [{ lack: 'date_format' as const, column: at }] : []));
  return { file: 'day.csv', columnsFrom: 'guess', look: { mapping, lacks } as unknown as WorklistView['look'] };
}

function make() {
  const asked: { told: WorklistMapping | null; answer: (view: WorklistView) => void; refuse: (error: unknown) => void }[] = [];
  const desk = {
    lookAtWorklist: vi.fn((_: string, told: WorklistMapping | null) => new Promise<WorklistView>((answer, refuse) => asked.push({ told, answer, refuse }))),
    keepWorklistColumns: vi.fn(async () => null),
  };
  const voice = { fail: vi.fn() };
  const columns = new WorklistColumns(desk, voice);
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const answer = async (index: number, view = viewOf(asked[index]?.told ?? guessed)) => {
    asked[index]?.answer(view);
    await settle();
  };
  return { columns, asked, desk, voice, answer, settle };
}

const row = (file: string, reason: 'needs_mapping' | 'problems' | null): ArrivalRow =>
  ({ file, number: reason ? 0 : 2, format: 'worklist', verdict: reason ? { verdict: 'refused', reason } : { verdict: 'new' } }) as ArrivalRow;
const report = (...rows: ArrivalRow[]) => ({ rows }) as ArrivalReport;

describe('columns of a worklist', () => {
  it('are asked once for each file whose columns nobody said', async () => {
    const { columns, asked, answer } = make();
    const paths = ['/in/a.csv', 'C:\\in\\b.csv'];
    const seen = report(row('a.csv', null), row('b.csv', 'needs_mapping'), row('damaged.xlsx', 'problems'));
    expect(columns.of([...paths, '/in/damaged.xlsx'], seen)).toEqual([
      { path: '/in/a.csv', asks: false },
      { path: 'C:\\in\\b.csv', asks: true },
    ]);
    columns.offer(paths, seen);
    await answer(0);
    expect([asked.length, columns.path, columns.complete]).toEqual([1, 'C:\\in\\b.csv', false]);
    columns.putAside();
    columns.offer(paths, seen);
    expect(asked).toHaveLength(1);
    columns.offer([], null);
    columns.offer(paths, seen);
    expect(asked).toHaveLength(2);
  });

  it('are kept when all is said that must be', async () => {
    const { columns, asked, desk, answer } = make();
    void columns.open('/in/a.csv');
    await answer(0);
    expect(await columns.keep()).toBe(false);
    void columns.setDates(1, 'day_first');
    expect(columns.complete).toBe(false);
    await answer(1);
    expect(asked[1]?.told?.columns[1]?.dates).toBe('day_first');
    expect(await columns.keep()).toBe(true);
    expect(desk.keepWorklistColumns).toHaveBeenCalledWith(asked[1]?.told);
    expect(columns.path).toBeNull();
  });

  it('drop what is said of dates with the field, and an answer that something else overtook', async () => {
    const { columns, asked, answer } = make();
    void columns.open('/in/a.csv');
    await answer(0, viewOf({ ...guessed, columns: guessed.columns.map((column) => ({ ...column, dates: 'day_first' })) }));
    void columns.setField(1, 'birth_date');
    expect(asked[1]?.told?.columns[1]).toEqual({ heading: 'DOS', field: 'birth_date', dates: null });
    void columns.setField(1, null);
    await answer(2);
    await answer(1);
    expect(columns.mapping?.columns[1]?.field).toBeNull();
  });

  it('are guessed anew from the top where the file is read in another way', async () => {
    const { columns, asked, answer } = make();
    void columns.open('/in/a.csv');
    await answer(0);
    void columns.setChoice({ delimiter: 'tab' });
    expect(asked[1]?.told?.choice).toEqual({ ...choice, delimiter: 'tab', headingLine: null });
    await answer(1);
    void columns.setChoice({ headingLine: 4 });
    expect(asked[2]?.told?.choice).toEqual({ ...choice, delimiter: 'tab', headingLine: 4 });
  });

  it('stay closed where the file cannot be read', async () => {
    const { columns, asked, voice, settle } = make();
    void columns.open('/in/a.csv');
    asked[0]?.refuse('no');
    await settle();
    expect([columns.path, columns.view]).toEqual([null, null]);
    expect(voice.fail).toHaveBeenCalledWith('no');
  });
});

it('offers every field once', () => {
  expect(new Set(FIELDS).size).toBe(FIELDS.length);
  expect(FIELDS).toHaveLength(42);
});
