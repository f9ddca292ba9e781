import { describe, expect, it } from 'vitest';
import type { WorklistFilter, WorklistPage, WorklistRow } from '../ipc';
import { WorklistController } from './worklist.svelte';

const row = (id: number): WorklistRow => ({ id }) as WorklistRow;
const ids: Record<string, number[]> = { ready: [1], all: [1, 2, 3] };

/** A vault that answers later than a hand types. */
const slow = {
  claimWorklist: async ({ state }: WorklistFilter, offset: number, limit: number): Promise<WorklistPage> => {
    await new Promise((done) => setTimeout(done, 5));
    const found = ids[state ?? 'all'] ?? [];
    return { rows: found.slice(offset, offset + limit).map(row), offset, total: found.length, counts: [] };
  },
};

describe('the claims that a deed is about', () => {
  it('are those marked in the filter that was just chosen, however fast the keys come', async () => {
    const work = new WorklistController(slow, (error) => expect.fail(String(error)));
    await work.reload();
    work.setFilter({ state: null });
    void work.toggleAll();
    await work.settled();
    expect(work.pick).toEqual({ kind: 'these', encounters: [1, 2, 3] });
  });

  it('are all that are ready where nothing is marked', async () => {
    const work = new WorklistController(slow, (error) => expect.fail(String(error)));
    await work.reload();
    await work.settled();
    expect(work.pick).toMatchObject({ kind: 'all', filter: { state: 'ready' } });
  });
});
