import { untrack } from 'svelte';
import { app } from '../app.svelte';
import { desk, type SearchHit } from '../ipc';
import { Book } from './book.svelte';
import { asHit, CodeSearch, type Row } from './search.svelte';

const RECENTS_KEPT = 40;
const RECENTS_SHOWN = 12;

/** The book on the desk: what is asked, the page that lies open, and the codes this coder comes back to. */
export class OpenBook {
  readonly search: CodeSearch;
  readonly book: Book;
  /** Slid over the chart, where the window is too narrow for three panes. */
  shown = $state(false);
  /** Brings the book back where it was folded away. */
  onreveal: () => void = () => undefined;
  #on: () => string;
  #known = new Map<string, SearchHit>();

  constructor(options: { on: () => string; offersLines?: boolean }) {
    const fail = (error: unknown) => app.fail(error);
    this.#on = options.on;
    this.search = new CodeSearch({ on: options.on, fail, offersLines: options.offersLines ?? false });
    this.book = new Book({ on: options.on, fail });
  }

  reveal(): void {
    this.shown = true;
    this.onreveal();
  }

  /** Follows the highlighted row. */
  async peek(row: Row | null = this.search.chosen): Promise<void> {
    if (row?.kind === 'hit') await this.book.open({ system: row.hit.system, code: row.hit.code });
  }

  isFavourite(code: string): boolean {
    return app.preferences.favourites.includes(code);
  }

  toggleFavourite(code: string): void {
    const { favourites } = app.preferences;
    app.savePreferences({ favourites: this.isFavourite(code) ? favourites.filter((known) => known !== code) : [code, ...favourites] });
    void this.fillShelf();
  }

  remember(code: string): void {
    app.savePreferences({ recents: [code, ...app.preferences.recents.filter((known) => known !== code)].slice(0, RECENTS_KEPT) });
    void this.fillShelf();
  }

  /** Puts favourites and recents where the results will stand. */
  async fillShelf(): Promise<void> {
    const { favourites, recents } = untrack(() => app.preferences);
    const codes = [...favourites, ...recents.filter((code) => !favourites.includes(code)).slice(0, RECENTS_SHOWN)];
    const on = this.#on();
    try {
      const hits = await Promise.all(codes.map((code) => this.#hit(code, on)));
      this.search.setShelf(hits.filter((hit) => hit !== null));
    } catch (error) {
      app.fail(error);
    }
  }

  async #hit(code: string, on: string): Promise<SearchHit | null> {
    const key = `${code} ${on}`;
    const known = this.#known.get(key);
    if (known) return known;
    const detail = await desk.code('icd10cm', code, on);
    if (!detail) return null;
    const hit = asHit(detail);
    this.#known.set(key, hit);
    return hit;
  }
}
