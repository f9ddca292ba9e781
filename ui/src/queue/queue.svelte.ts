// The queue as it is shown: one query, its rows in pages as they come into sight, and the row at hand.
import { defaultQueue } from '../app.svelte';
import type { Desk, EncounterId, QueueFacets, QueueFilter, QueuePage, QueueQuery, QueueRow, QueueSort, Status, StatusCount } from '../ipc';

export const pageSize = 100;
const pagesKept = 40;

export type QueueDesk = Pick<Desk, 'queue' | 'queueFacets'>;
type Voice = { fail: (error: unknown) => void; remember: (query: QueueQuery) => void };

export class QueueController {
  query = $state.raw<QueueQuery>() as QueueQuery;
  total = $state(0);
  counts = $state.raw<StatusCount[]>([]);
  facets = $state.raw<QueueFacets>({ payers: [], providers: [], owners: [] });
  /** index of the row at hand */
  at = $state(0);
  /** false until the first answer */
  answered = $state(false);
  #pages = $state.raw<Map<number, QueueRow[]>>(new Map());
  #wanted = new Set<number>();
  #generation = 0;
  #asking = false;
  /** the generation that the pages held belong to */
  #held = 0;
  #askAgain = false;
  #desk: QueueDesk;
  #voice: Voice;

  constructor(query: QueueQuery, using: QueueDesk, voice: Voice) {
    this.query = { ...query, request: { ...query.request, offset: 0, limit: pageSize } };
    this.#desk = using;
    this.#voice = voice;
  }

  row(index: number): QueueRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  get current(): QueueRow | undefined {
    return this.row(this.at);
  }

  /** Whether only what waits to be done is shown, by status. */
  get toDo(): boolean {
    return isToDo(this.query.request.filter);
  }

  /** Narrowed by more than the choice between what is to be done and everything. */
  get filtered(): boolean {
    const { filter } = this.query.request;
    return this.query.text !== '' || activeFilters(filter) > (this.toDo ? 1 : 0);
  }

  /** Asks for the pages that hold these rows, where they are not here yet. */
  need(first: number, last: number): void {
    // Pages of two questions must not mix: until the newest is answered, nothing more is asked for the old one.
    if (this.#held !== this.#generation) return;
    const from = Math.floor(first / pageSize);
    const to = Math.floor(Math.min(last, this.total - 1) / pageSize);
    for (let page = from; page <= to; page++) if (!this.#pages.has(page)) void this.#fetch(page);
  }

  setFilter(patch: Partial<QueueFilter>): void {
    this.#change({ ...this.query, request: { ...this.query.request, filter: { ...this.query.request.filter, ...patch } } });
  }

  setText(text: string): void {
    if (text !== this.query.text) this.#change({ ...this.query, text });
  }

  setSort(sort: QueueSort): void {
    this.#change({ ...this.query, request: { ...this.query.request, sort } });
  }

  /** The same column again turns the order round. */
  sortBy(column: QueueSort['column']): void {
    const { sort } = this.query.request;
    this.setSort({ column, descending: sort.column === column ? !sort.descending : column === 'charges' });
  }

  clear(): void {
    this.#change({ text: '', request: { ...this.query.request, filter: defaultQueue.request.filter } });
  }

  toggleToDo(): void {
    this.setFilter({ statuses: this.toDo ? [] : defaultQueue.request.filter.statuses });
  }

  /** One status more or less; out of what is to be done, that status alone. */
  toggleStatus(status: Status): void {
    const { statuses } = this.query.request.filter;
    if (this.toDo) this.setFilter({ statuses: [status] });
    else this.setFilter({ statuses: statuses.includes(status) ? statuses.filter((other) => other !== status) : [...statuses, status] });
  }

  apply(saved: { filter: QueueFilter; sort: QueueSort; text: string }): void {
    this.#change({ text: saved.text, request: { ...this.query.request, filter: saved.filter, sort: saved.sort } });
  }

  move(to: number): void {
    this.at = Math.max(0, Math.min(this.total - 1, to));
    this.need(this.at, this.at);
  }

  #change(query: QueueQuery): void {
    this.query = query;
    this.#voice.remember(query);
    this.at = 0;
    void this.reload();
  }

  /**
   * Asks afresh. While an answer is on its way only the newest question waits, so that typing never piles questions up.
   * The rows on the screen stay until the new ones are here.
   */
  async reload(): Promise<void> {
    this.#generation += 1;
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    do {
      this.#askAgain = false;
      await this.#askFirst(this.#generation);
    } while (this.#askAgain);
    this.#asking = false;
  }

  async #askFirst(generation: number): Promise<void> {
    const id = this.current?.id;
    const page = Math.floor(this.at / pageSize);
    try {
      let reply = await this.#ask(page);
      let first = page;
      if (reply.rows.length === 0 && page > 0) {
        reply = await this.#ask(0);
        first = 0;
      }
      if (generation !== this.#generation) return;
      this.#held = generation;
      this.#wanted.clear();
      this.#pages = new Map([[first, reply.rows]]);
      this.#take(reply);
      this.answered = true;
      const again = id === undefined ? -1 : reply.rows.findIndex((row) => row.id === id);
      if (this.at > 0 && again >= 0) this.at = first * pageSize + again;
      else this.at = Math.max(0, Math.min(this.at, reply.total - 1));
    } catch (error) {
      if (generation === this.#generation) this.#voice.fail(error);
    }
  }

  async #fetch(page: number): Promise<void> {
    if (this.#wanted.has(page)) return;
    const generation = this.#generation;
    this.#wanted.add(page);
    try {
      const reply = await this.#ask(page);
      if (generation !== this.#generation) return;
      const pages = new Map(this.#pages).set(page, reply.rows);
      if (pages.size > pagesKept) forgetFarthest(pages, page);
      this.#pages = pages;
      this.#take(reply);
    } catch (error) {
      if (generation === this.#generation) this.#voice.fail(error);
    }
    if (generation === this.#generation) this.#wanted.delete(page);
  }

  #ask(page: number): Promise<QueuePage> {
    return this.#desk.queue({ ...this.query, request: { ...this.query.request, offset: page * pageSize, limit: pageSize } });
  }

  #take(reply: QueuePage): void {
    this.total = reply.total;
    this.counts = reply.counts;
  }

  async readFacets(): Promise<void> {
    try {
      this.facets = await this.#desk.queueFacets();
    } catch (error) {
      this.#voice.fail(error);
    }
  }

  /** Puts the hand back on an encounter that was opened from here, when its page is still held. */
  pointTo(id: EncounterId | null): void {
    if (id === null) return;
    for (const [page, rows] of this.#pages) {
      const index = rows.findIndex((row) => row.id === id);
      if (index >= 0) this.at = page * pageSize + index;
    }
  }
}

function forgetFarthest(pages: Map<number, QueueRow[]>, from: number): void {
  const farthest = [...pages.keys()].reduce((far, page) => (Math.abs(page - from) > Math.abs(far - from) ? page : far), from);
  pages.delete(farthest);
}

function isToDo(filter: QueueFilter): boolean {
  const { statuses } = defaultQueue.request.filter;
  return filter.statuses.length === statuses.length && statuses.every((status) => filter.statuses.includes(status));
}

export const noFilter: QueueFilter = { statuses: [], payer: null, provider: null, owner: null, serviceFrom: null, serviceTo: null, onHold: null, minAgeDays: null };

/** How many filters besides the statuses are on, plus one when statuses are chosen. */
export function activeFilters(filter: QueueFilter): number {
  return (filter.statuses.length > 0 ? 1 : 0) + detailFilters(filter);
}

export function detailFilters(filter: QueueFilter): number {
  const { payer, provider, owner, serviceFrom, serviceTo, onHold, minAgeDays } = filter;
  return [payer, provider, owner, serviceFrom, serviceTo, onHold, minAgeDays].filter((value) => value !== null).length;
}
