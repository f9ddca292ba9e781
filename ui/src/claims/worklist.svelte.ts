// The list of claims: what is ready, what left, what was said of it. Rows come in pages as they come into sight.
import type { ClaimsPick, ClaimState, Desk, EncounterId, StateCount, WorklistFilter, WorklistRow } from '../ipc';

export const pageSize = 200;
export const states: readonly ClaimState[] = ['ready', 'exported', 'accepted', 'rejected', 'needs_replacement'];
export type ClaimsDesk = Pick<Desk, 'claimWorklist'>;

export class WorklistController {
  filter = $state.raw<WorklistFilter>({ state: 'ready', payer: null, batch: null, text: '' });
  total = $state(0);
  counts = $state.raw<StateCount[]>([]);
  at = $state(0);
  /** false until the first answer */
  answered = $state(false);
  selected = $state.raw<ReadonlySet<EncounterId>>(new Set());
  #pages = $state.raw<Map<number, WorklistRow[]>>(new Map());
  #asked = new Set<number>();
  #generation = 0;
  #loading: Promise<void> = Promise.resolve();
  #marking: Promise<void> = Promise.resolve();
  #desk: ClaimsDesk;
  #fail: (error: unknown) => void;

  constructor(using: ClaimsDesk, fail: (error: unknown) => void) {
    this.#desk = using;
    this.#fail = fail;
  }

  row(index: number): WorklistRow | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  get current(): WorklistRow | undefined {
    return this.row(this.at);
  }

  get everything(): number {
    return this.counts.reduce((sum, { count }) => sum + count, 0);
  }

  /** Once the rows of the filter are here and marked: a hand is faster than the vault. */
  async settled(): Promise<void> {
    await this.#loading;
    await this.#marking;
  }

  /** The encounters that a deed is about: those marked, else the one at hand. */
  get meant(): EncounterId[] {
    if (this.selected.size > 0) return [...this.selected];
    return this.current ? [this.current.id] : [];
  }

  /** What an export takes: those marked, else all that are shown and, where all states are shown, ready. */
  get pick(): ClaimsPick {
    if (this.selected.size > 0) return { kind: 'these', encounters: [...this.selected] };
    return { kind: 'all', filter: { ...this.filter, state: this.filter.state ?? 'ready' } };
  }

  setFilter(patch: Partial<WorklistFilter>): void {
    this.filter = { ...this.filter, ...patch };
    this.at = 0;
    this.selected = new Set();
    void this.reload();
  }

  move(to: number): void {
    this.at = Math.max(0, Math.min(this.total - 1, to));
    this.need(this.at, this.at);
  }

  toggle(): void {
    const id = this.current?.id;
    if (id === undefined) return;
    const next = new Set(this.selected);
    if (!next.delete(id)) next.add(id);
    this.selected = next;
  }

  /** Marks all that pass the filter, or none where all are marked. */
  toggleAll(): Promise<void> {
    this.#marking = this.#toggleAll();
    return this.#marking;
  }

  async #toggleAll(): Promise<void> {
    await this.#loading;
    if (this.selected.size >= this.total) {
      this.selected = new Set();
      return;
    }
    const generation = this.#generation;
    const page = await this.#desk.claimWorklist(this.filter, 0, this.total);
    if (generation === this.#generation) this.selected = new Set(page.rows.map(({ id }) => id));
  }

  need(first: number, last: number): void {
    const to = Math.floor(Math.min(last, this.total - 1) / pageSize);
    for (let page = Math.floor(first / pageSize); page <= to; page++) if (!this.#asked.has(page)) void this.#fetch(page);
  }

  /** Asks afresh; the rows on the screen stay until the new ones are here. */
  reload(): Promise<void> {
    this.#generation += 1;
    this.#asked = new Set();
    this.#loading = this.#fetch(Math.floor(this.at / pageSize), true);
    return this.#loading;
  }

  async #fetch(page: number, fresh = false): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(page);
    try {
      const reply = await this.#desk.claimWorklist(this.filter, page * pageSize, pageSize);
      if (generation !== this.#generation) return;
      this.#pages = fresh ? new Map([[page, reply.rows]]) : new Map(this.#pages).set(page, reply.rows);
      this.total = reply.total;
      this.counts = reply.counts;
      this.answered = true;
      if (this.at >= reply.total) this.move(reply.total - 1);
    } catch (error) {
      if (generation === this.#generation) this.#fail(error);
    }
  }
}
