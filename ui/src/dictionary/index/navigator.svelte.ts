import { desk, type IndexBook, type IndexKind, type IndexLink, type IndexPath, type IndexRow } from '../../ipc';
import { t, word } from '../../strings';

export type IndexReader = Pick<typeof desk, 'indexes' | 'findInIndex' | 'openIndexTerm'>;
/** A term, or one of its references, which stands below it on a line of its own. */
export type Line = { key: string; row: IndexRow; depth: number; link: IndexLink | null; open: boolean };

const SHOWN = 100;
export const KINDS = ['alphabetic', 'neoplasm', 'drug', 'external_cause', 'procedure'] as const satisfies IndexKind[];

/** One walk through the printed indexes: what was looked for, what is unfolded, which references were followed. */
export class IndexNavigator {
  books = $state.raw<IndexBook[]>([]);
  /** false until it is known which indexes are there */
  ready = $state(false);
  kind = $state<IndexKind>('neoplasm');
  query = $state('');
  total = $state(0);
  #roots = $state.raw<IndexRow[]>([]);
  #unfolded = $state.raw<Record<number, IndexRow[]>>({});
  #followed = $state.raw<string[]>([]);
  #latest = 0;
  #on: () => string;
  #fail: (error: unknown) => void;
  #desk: IndexReader;

  constructor(options: { on: () => string; fail: (error: unknown) => void; desk?: IndexReader }) {
    this.#on = options.on;
    this.#fail = options.fail;
    this.#desk = options.desk ?? desk;
  }

  readonly book = $derived.by(() => this.books.find((book) => book.kind === this.kind) ?? null);
  readonly lines = $derived.by(() => this.#linesOf(this.#roots, 0));

  get shown(): number {
    return this.#roots.length;
  }

  get followed(): string[] {
    return this.#followed;
  }

  async start(): Promise<void> {
    try {
      this.books = await this.#desk.indexes(this.#on());
      this.ready = true;
      if (!this.book && this.books[0]) this.kind = this.books[0].kind;
      await this.ask(this.query);
    } catch (error) {
      this.#fail(error);
    }
  }

  async turn(kind: IndexKind): Promise<void> {
    this.kind = kind;
    await this.ask(this.query);
  }

  async ask(query: string): Promise<void> {
    this.query = query;
    const mine = ++this.#latest;
    try {
      const page = await this.#desk.findInIndex(this.kind, this.#on(), query, SHOWN);
      if (mine !== this.#latest) return;
      this.#roots = page?.rows ?? [];
      this.total = page?.total ?? 0;
      this.#unfolded = {};
      this.#followed = [];
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
    }
  }

  async toggle(row: IndexRow): Promise<void> {
    if (!row.hasSubTerms) return;
    if (this.#unfolded[row.term]) {
      this.#unfolded = Object.fromEntries(Object.entries(this.#unfolded).filter(([term]) => Number(term) !== row.term));
      return;
    }
    const mine = this.#latest;
    try {
      const opening = await this.#desk.openIndexTerm(this.kind, this.#on(), row.term);
      if (opening && mine === this.#latest) this.#unfolded = { ...this.#unfolded, [row.term]: opening.subTerms };
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Goes where a reference leads. A code of the Tabular List is handed back, everything else is shown here. */
  async follow(row: IndexRow, link: IndexLink): Promise<IndexPath | null> {
    const { to } = link;
    if (!to) return null;
    const steps = [...this.#stepsTo(row), referenceWords(link)];
    if (to.place === 'code') return { index: this.kind, release: this.book?.publication.release ?? '', steps, code: to.code };
    if (to.place === 'index') {
      this.query = '';
      await this.turn(to.index);
      this.#followed = steps;
      return null;
    }
    const mine = ++this.#latest;
    try {
      const opening = await this.#desk.openIndexTerm(to.index, this.#on(), to.term);
      const found = opening?.path.at(-1);
      if (!opening || !found || mine !== this.#latest) return null;
      const turned = to.index !== this.kind;
      const from = word('index', this.kind);
      this.kind = to.index;
      this.query = '';
      this.total = 1;
      this.#roots = [found];
      this.#unfolded = found.hasSubTerms ? { [found.term]: opening.subTerms } : {};
      this.#followed = turned ? [from, ...steps] : steps;
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
    }
    return null;
  }

  /** The way to a cell; `column` counts the columns of codes, the one after them is the manifestation. */
  pathTo(row: IndexRow, column: number): IndexPath | null {
    const cell = column < row.cells.length ? row.cells[column] : row.manifestation;
    if (!cell || !this.book) return null;
    const title = column < row.cells.length ? this.book.columns[column] : t('index.manifestation');
    const steps = [...this.#stepsTo(row), ...(title ? [title] : [])];
    return { index: this.kind, release: this.book.publication.release, steps, code: cell.code };
  }

  #stepsTo(row: IndexRow): string[] {
    // The one main term of the Neoplasm Table is the title of the table.
    const above = this.kind === 'neoplasm' ? row.above.slice(1) : row.above;
    return [...this.#followed, ...above, row.plain];
  }

  #linesOf(rows: IndexRow[], depth: number): Line[] {
    return rows.flatMap((row) => {
      const below = this.#unfolded[row.term];
      const key = `${this.kind}.${row.term}`;
      const own: Line[] = [{ key, row, depth, link: null, open: below !== undefined }];
      const links = row.links.map((link, at): Line => ({ key: `${key}.${at}`, row, depth, link, open: false }));
      return [...own, ...links, ...(below ? this.#linesOf(below, depth + 1) : [])];
    });
  }
}

export function referenceWords(link: IndexLink): string {
  return t(`index.${link.kind}`, { text: link.text });
}
