import { describe, expect, it, vi } from 'vitest';
import { defaultQueue } from '../app.svelte';
import type { QueuePage, QueueQuery, QueueRow } from '../ipc';
import { activeFilters, noFilter, pageSize, QueueController, type QueueDesk } from './queue.svelte';
import { chosenColumns } from './columns';

type Asked = { query: QueueQuery; answer: (page: QueuePage) => void; refuse: (error: unknown) => void };

function rowsOf(query: QueueQuery, total: number): QueuePage {
  const { offset, limit } = query.request;
  const length = Math.max(0, Math.min(limit, total - offset));
  return { offset, total, counts: [], rows: Array.from({ length }, (_, index) => ({ id: offset + index + 1, account: query.text }) as QueueRow) };
}

function makeQueue() {
  const asked: Asked[] = [];
  const using: QueueDesk = {
    queue: (query) => new Promise((answer, refuse) => asked.push({ query, answer, refuse })),
    queueFacets: async () => ({ payers: [], providers: [], owners: [] }),
  };
  const voice = { fail: vi.fn(), remember: vi.fn() };
  const queue = new QueueController(defaultQueue, using, voice);
  const answer = async (index: number, total = 1000) => {
    const question = asked[index];
    if (!question) throw new Error(`question ${index} was not asked`);
    question.answer(rowsOf(question.query, total));
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, asked, voice, answer };
}

describe('queue', () => {
  it('asks for a page when its rows come into sight, once', async () => {
    const { queue, asked, answer } = makeQueue();
    void queue.reload();
    await answer(0);
    queue.need(0, 40);
    expect(asked).toHaveLength(1);
    queue.need(95, 130);
    queue.need(99, 140);
    expect(asked.map(({ query }) => query.request.offset)).toEqual([0, pageSize]);
    expect(queue.row(120)).toBeUndefined();
    await answer(1);
    expect(queue.row(120)?.id).toBe(121);
    expect(queue.row(5)?.id).toBe(6);
  });

  it('drops what was asked before the filter changed', async () => {
    const { queue, asked, answer } = makeQueue();
    void queue.reload();
    await answer(0);
    queue.need(300, 340);
    queue.setText('okafor');
    await answer(2, 7);
    await answer(1, 1000);
    expect(asked[2]?.query.text).toBe('okafor');
    expect(queue.total).toBe(7);
    expect(queue.row(0)?.account).toBe('okafor');
    expect(queue.row(300)).toBeUndefined();
  });

  it('asks for the newest words only, while an answer is on its way', async () => {
    const { queue, asked, answer } = makeQueue();
    void queue.reload();
    await answer(0);
    for (const text of ['o', 'ok', 'oka', 'okaf']) queue.setText(text);
    expect(asked.map(({ query }) => query.text)).toEqual(['', 'o']);
    await answer(1, 50);
    expect(queue.row(0)?.account).toBe('');
    expect(asked.map(({ query }) => query.text)).toEqual(['', 'o', 'okaf']);
    await answer(2, 3);
    expect(queue.row(0)?.account).toBe('okaf');
    expect(queue.total).toBe(3);
  });

  it('keeps the hand on the encounter when the queue is read again', async () => {
    const { queue, asked, answer } = makeQueue();
    void queue.reload();
    await answer(0);
    queue.move(42);
    void queue.reload();
    const again = asked[1];
    again?.answer({ ...rowsOf(again.query, 999), rows: rowsOf(again.query, 999).rows.slice(2) });
    await new Promise((resolve) => setTimeout(resolve));
    expect(queue.current?.id).toBe(43);
    expect(queue.at).toBe(40);
  });

  it('goes back to the first page when the last ones are gone', async () => {
    const { queue, answer } = makeQueue();
    void queue.reload();
    await answer(0);
    queue.move(950);
    await answer(1);
    void queue.reload();
    await answer(2, 20);
    await answer(3, 20);
    expect([queue.at, queue.total, queue.current?.id]).toEqual([19, 20, 20]);
  });

  it('says when it fails, and can be asked again', async () => {
    const { queue, asked, voice, answer } = makeQueue();
    void queue.reload();
    asked[0]?.refuse(new Error('gone'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(voice.fail).toHaveBeenCalledOnce();
    void queue.reload();
    await answer(1, 5);
    expect(queue.total).toBe(5);
  });

  it('remembers what was asked and turns an order round', () => {
    const { queue, voice } = makeQueue();
    queue.sortBy('patient_name');
    queue.sortBy('patient_name');
    expect(voice.remember).toHaveBeenLastCalledWith(expect.objectContaining({ request: expect.objectContaining({ sort: { column: 'patient_name', descending: true } }) }));
  });
});

it('counts the filters that are on', () => {
  expect(activeFilters(noFilter)).toBe(0);
  expect(activeFilters({ ...noFilter, statuses: ['on_hold', 'completed'], onHold: false, minAgeDays: 3 })).toBe(3);
});

it('always shows the patient, and the owner only to those who share a vault', () => {
  const ids = (chosen: string[], alone: boolean) => chosenColumns(chosen, alone).map((column) => column.id);
  expect(ids(['charges', 'status'], false)).toEqual(['status', 'patient', 'charges']);
  expect(ids([], true)).not.toContain('owner');
  expect(ids([], false)).toContain('owner');
});

describe('what is to do', () => {
  it('is shown at first, and is no filter to clear', () => {
    const { queue } = makeQueue();
    expect([queue.toDo, queue.filtered]).toEqual([true, false]);
    expect(queue.query.request.filter.statuses).not.toContain('void');
  });

  it('gives way to everything and comes back', () => {
    const { queue } = makeQueue();
    queue.toggleToDo();
    expect([queue.toDo, queue.filtered, queue.query.request.filter.statuses]).toEqual([false, false, []]);
    queue.toggleToDo();
    expect(queue.toDo).toBe(true);
  });

  it('gives way to one status, to which others are added, and is what clearing leads back to', () => {
    const { queue } = makeQueue();
    queue.toggleStatus('completed');
    queue.toggleStatus('void');
    expect(queue.query.request.filter.statuses).toEqual(['completed', 'void']);
    expect(queue.filtered).toBe(true);
    queue.clear();
    expect(queue.toDo).toBe(true);
  });
});
