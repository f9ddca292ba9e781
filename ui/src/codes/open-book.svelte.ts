import { app } from '../app.svelte';
import { desk, type CodeRef, type CodeSystem, type Comparison, type IndexPath, type PatientFit } from '../ipc';
import { t } from '../strings';
import { Book, type Leaf } from './book.svelte';
import { ProcedureTables } from './procedures/tables.svelte';
import { asHit, CodeSearch, type Row } from './search.svelte';

const RECENTS_KEPT = 40;

/** The book on the desk: what is asked, the page that lies open, and the codes this coder comes back to. */
export class OpenBook {
  readonly search: CodeSearch;
  readonly book: Book;
  /** The tables of ICD-10-PCS, in which a procedure is chosen axis by axis. */
  readonly tables: ProcedureTables;
  /** The codes beside one, side by side, where its page would lie. */
  comparison = $state.raw<{ code: string; with: Comparison } | null>(null);
  /** Slid over the chart, where the window is too narrow for three panes. */
  shown = $state(false);
  /** A pick list stands where the results would. */
  listShown = $state(false);
  /** The printed indexes lie over the book. */
  indexShown = $state(false);
  /** The way through an index that led to the page that lies open. */
  trail = $state.raw<IndexPath | null>(null);
  /** Brings the book back where it was folded away. */
  onreveal: () => void = () => undefined;
  /** The day to which the book was turned by hand. */
  #turnedTo = $state<string | null>(null);
  #home: () => string;
  #takesProcedures: (() => boolean) | undefined;
  #filled = 0;

  /** `view` is where the book lies open: its filters are kept by that name. `home`: the day on which it answers unless turned. */
  constructor(options: {
    view: 'chart' | 'dictionary';
    home: () => string;
    offersLines?: boolean;
    systems?: () => CodeSystem[];
    patient?: () => PatientFit | null;
    takesProcedures?: () => boolean;
  }) {
    const fail = (error: unknown) => app.fail(error);
    this.#home = options.home;
    const on = () => this.on;
    this.#takesProcedures = options.takesProcedures;
    this.search = new CodeSearch({
      on,
      fail,
      offersLines: options.offersLines ?? false,
      ...(options.systems ? { systems: options.systems } : {}),
      patient: options.patient ?? (() => null),
      filters: app.preferences.searchFilters[options.view],
      onfilter: (filters) => app.savePreferences({ searchFilters: { ...app.preferences.searchFilters, [options.view]: filters } }),
    });
    this.book = new Book({ on, fail });
    this.tables = new ProcedureTables({ on, fail });
  }

  /** Whether the encounter beside the book takes procedures of ICD-10-PCS; null where there is none. */
  get takesProcedures(): boolean | null {
    return this.#takesProcedures?.() ?? null;
  }

  get home(): string {
    return this.#home();
  }

  /** The day on which everything here is looked up. */
  get on(): string {
    return this.#turnedTo ?? this.home;
  }

  /** Opens the book on a day; `null` goes home. What stands in it is asked again. */
  turnTo(date: string | null): void {
    this.turnBeforeOpening(date);
    void this.search.ask(this.search.query);
    void this.book.reopen();
    void this.fillShelf();
  }

  /** As [`turnTo`], where nothing is asked yet. */
  turnBeforeOpening(date: string | null): void {
    this.#turnedTo = date === this.home ? null : date;
  }

  reveal(): void {
    this.shown = true;
    this.onreveal();
  }

  /** Follows the highlighted row; a row that was chosen is gone to and does not pass by. */
  async peek(row: Row | null = this.search.chosen, passing = true): Promise<void> {
    if (row?.kind !== 'hit') return;
    // The picker turns to codes below the one that the index named: they lie on the same way.
    if (!this.trailTo(row.hit.code)) this.trail = null;
    await this.book.open({ system: row.hit.system, code: row.hit.code }, passing);
  }

  /** Turns to the page that an index names; an incomplete code opens where it is completed. */
  async openFromIndex(path: IndexPath): Promise<void> {
    this.reveal();
    await this.book.open({ system: path.index === 'procedure' ? 'icd10pcs' : 'icd10cm', code: bare(path.code) });
    this.trail = path;
  }

  /** The way that led to a code, for the record of the encounter. */
  trailTo(code: string): IndexPath | null {
    return this.trail && undotted(code).startsWith(undotted(bare(this.trail.code))) ? this.trail : null;
  }

  /** The code that the keys speak of: that of the highlighted row, else of the page that lies open. */
  get subject(): Leaf | null {
    const { chosen } = this.search;
    if (chosen?.kind === 'hit') return { system: chosen.hit.system, code: chosen.hit.code };
    const { detail } = this.book;
    return detail ? { system: detail.system, code: detail.code } : null;
  }

  async compare(leaf: Leaf): Promise<void> {
    try {
      const found = await desk.compareSiblings(leaf.system, leaf.code, this.on);
      if (!found || found.codes.length < 2) return app.say(t('siblings.none', { code: leaf.code }));
      this.reveal();
      this.comparison = { code: leaf.code, with: found };
    } catch (error) {
      app.fail(error);
    }
  }

  /** The header of a code, with all that stands below it and the code highlighted among them. */
  async toHeader(leaf: Leaf): Promise<void> {
    try {
      const detail = await desk.code(leaf.system, leaf.code, this.on);
      const header = detail?.path.at(-1);
      if (detail && header) await this.search.openBelow(header, detail.code);
    } catch (error) {
      app.fail(error);
    }
  }

  isFavourite(of: CodeRef): boolean {
    return holds(app.preferences.favourites, of);
  }

  toggleFavourite(of: CodeRef): void {
    const { favourites } = app.preferences;
    const before = favourites;
    const gone = this.isFavourite(of);
    this.#keepFavourites(gone ? without(favourites, of) : [plain(of), ...favourites]);
    if (gone) app.say(t('shelf.removed', { code: of.code }), { undo: () => this.#keepFavourites(before) });
  }

  /** By one place among the favourites; they stand in the order of the shelf. */
  moveFavourite(of: CodeRef, by: 1 | -1): void {
    const { favourites } = app.preferences;
    const at = favourites.findIndex((known) => same(known, of));
    const to = at + by;
    if (at < 0 || to < 0 || to >= favourites.length) return;
    const moved = without(favourites, of);
    moved.splice(to, 0, plain(of));
    this.#keepFavourites(moved);
    this.search.active = to;
  }

  remember(of: CodeRef): void {
    app.savePreferences({ recents: [plain(of), ...without(app.preferences.recents, of)].slice(0, RECENTS_KEPT) });
    void this.fillShelf();
  }

  #keepFavourites(favourites: CodeRef[]): void {
    app.savePreferences({ favourites });
    const { active } = this.search;
    void this.fillShelf().then(() => {
      // The shelf stands in the box only while nothing is asked; there the hand stays where it was.
      if (this.search.query.trim() === '') this.search.active = Math.min(active, Math.max(this.search.rows.length - 1, 0));
    });
  }

  /** Puts favourites and recents where the results will stand. */
  async fillShelf(): Promise<void> {
    const mine = ++this.#filled;
    try {
      // The desk reads them from what is kept, so that is kept first.
      await app.keepPreferences();
      const { favourites, recents } = await desk.shelf(this.on);
      if (mine === this.#filled) this.search.setShelf([...favourites, ...recents].map(asHit));
    } catch (error) {
      app.fail(error);
    }
  }
}

const bare = (code: string) => code.replace(/\.?-$/, '');
const undotted = (code: string) => code.replace('.', '');
const plain = ({ system, code }: CodeRef): CodeRef => ({ system, code });
const same = (one: CodeRef, other: CodeRef) => one.system === other.system && one.code === other.code;
const holds = (codes: CodeRef[], of: CodeRef) => codes.some((known) => same(known, of));
const without = (codes: CodeRef[], of: CodeRef) => codes.filter((known) => !same(known, of));
