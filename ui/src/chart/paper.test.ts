import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskFailure } from '../ipc';
import { Paper, type Asking } from './paper.svelte';

const bytes = (page: number) => new Uint8Array([page]).buffer;
let dropped: string[] = [];

beforeEach(() => {
  let made = 0;
  dropped = [];
  vi.stubGlobal('URL', { createObjectURL: () => `blob:${++made}`, revokeObjectURL: (url: string) => void dropped.push(url) });
});

function paper(pages: number, pagePicture: Asking['pagePicture']) {
  return new Paper(5, 3, pages, 1, { pagePicture });
}

describe('the pages of a document', () => {
  it('draws the one that is shown and the next one ahead, each once', async () => {
    const draw = vi.fn(async (_encounter: number, _document: number, page: number) => bytes(page));
    const shown = paper(3, draw);
    await shown.show(800);
    await shown.show(900);
    expect(draw.mock.calls.map((call) => call.slice(2))).toEqual([[1, 1600], [2, 1600]]);
    await shown.show(2000);
    expect(draw.mock.lastCall?.slice(2)).toEqual([2, 3200]);
    expect(shown.turnPage(-1)).toBe(false);
    expect([shown.turnPage(1), shown.turnPage(1), shown.turnPage(1)]).toEqual([true, true, false]);
  });

  it('never shows a page that was left meanwhile', async () => {
    let finish: (bytes: ArrayBuffer) => void = () => undefined;
    const shown = paper(2, async (_encounter, _document, page) => (page === 1 ? new Promise((resolve) => (finish = resolve)) : bytes(page)));
    const first = shown.show(800);
    shown.turnPage(1);
    await shown.show(800);
    const { url } = shown;
    finish(bytes(1));
    await first;
    expect(shown.url).toBe(url);
  });

  it('says what failed and may be asked again', async () => {
    let fails = true;
    const shown = paper(1, async () => {
      if (fails) throw new DeskFailure({ code: 'page_damaged', args: {} });
      return bytes(1);
    });
    await shown.show(800);
    expect([shown.failure?.code, shown.url]).toEqual(['page_damaged', null]);
    fails = false;
    await shown.show(800);
    expect([shown.failure, shown.url]).toEqual([null, 'blob:1']);
  });

  it('turns, and is enlarged by steps', () => {
    const shown = paper(1, async () => bytes(1));
    for (let times = 0; times < 5; times += 1) shown.turn();
    expect(shown.turned).toBe(1);
    for (let times = 0; times < 9; times += 1) shown.zoomBy(1);
    expect(shown.zoom).toBe(4);
    shown.fit();
    shown.zoomBy(-1);
    expect(shown.zoom).toBe(0.75);
  });

  it('forgets its pictures', async () => {
    const shown = paper(1, async () => bytes(1));
    await shown.show(800);
    shown.close();
    await Promise.resolve();
    await Promise.resolve();
    expect(dropped).toEqual(['blob:1']);
  });
});
