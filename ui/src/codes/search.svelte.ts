import { desk, type Advice, type CodeSummary, type CodeSystem, type Evidence, type KeptFilters, type Laterality, type PatientFit, type SearchFilters, type SearchHit } from '../ipc';
import { Picker, type Incomplete, type Occasion } from './picker.svelte';
import { plainCode, procedureCode } from './shapes';

/** A row that can be chosen: something found, or the offer to add a service line. */
export type Row = { kind: 'hit'; hit: SearchHit } | { kind: 'line'; code: string };
export type Searcher = Pick<typeof desk, 'search' | 'children' | 'code' | 'variants'>;

const DIAGNOSES: CodeSystem[] = ['icd10cm'];
const LIMIT = 50;
const MOST_OF_A_RANGE = 200;
const NO_LIMITS: SearchFilters = { chapter: null, billableOnly: false, laterality: null, patient: null };
export const NO_FILTERS: KeptFilters = { chapter: null, billableOnly: false, laterality: null, fittingFirst: false };
const SIDES: (Laterality | null)[] = [null, 'right', 'left', 'bilateral'];
/** One sequence for the whole window, so that two search boxes never mistake each other's replies. */
let sequence = 0;

/** What the coder asks of the book and what it answers, one keystroke after the other. */
export class CodeSearch {
  query = $state('');
  /** They stand until they are dropped, also in the next chart. */
  filters = $state.raw<KeptFilters>(NO_FILTERS);
  rows = $state.raw<Row[]>([]);
  total = $state(0);
  /** No code matches every word: the rows match some of them. */
  partial = $state(false);
  /** Typed words that occur nowhere in the book. */
  unknownWords = $state.raw<string[]>([]);
  /** What is to be said of the question, the weightiest first. */
  advice = $state.raw<Advice[]>([]);
  active = $state(0);
  /** The header code, or the range, whose codes are listed instead of the results. */
  below = $state.raw<{ code: string; title: string | null } | null>(null);
  /** The query that the rows answer; differs from `query` while a reply is under way. */
  answered = $state('');
  /** The words of the note that the query came from: they become the evidence of what is attached. */
  words = $state.raw<Evidence | null>(null);
  /** Stands in place of the rows while an incomplete code is being completed. */
  readonly picker: Picker;
  /** The reasons of the highlighted row are unfolded. */
  why = $state(false);
  offersLines: boolean;
  /** What stands in the box has done its work: typing over it begins a new question. */
  spent = $state(false);
  /** The row from which the codes below were opened. */
  #cameFrom: string | null = null;
  #latest = 0;
  #pending: Promise<void> = Promise.resolve();
  #on: () => string;
  #systems: () => CodeSystem[];
  #fail: (error: unknown) => void;
  #desk: Searcher;
  #patient: () => PatientFit | null;
  #onfilter: (filters: KeptFilters) => void;
  #shelf: SearchHit[] = [];

  constructor(options: {
    on: () => string;
    fail: (error: unknown) => void;
    offersLines?: boolean;
    systems?: () => CodeSystem[];
    desk?: Searcher;
    patient?: () => PatientFit | null;
    filters?: KeptFilters | undefined;
    onfilter?: (filters: KeptFilters) => void;
  }) {
    this.#on = options.on;
    this.#systems = options.systems ?? (() => DIAGNOSES);
    this.#fail = options.fail;
    this.#desk = options.desk ?? desk;
    this.#patient = options.patient ?? (() => null);
    this.filters = options.filters ?? NO_FILTERS;
    this.#onfilter = options.onfilter ?? (() => undefined);
    this.offersLines = options.offersLines ?? false;
    this.picker = new Picker({ on: options.on, fail: options.fail, desk: this.#desk });
  }

  /** The date on which the book answers. */
  get on(): string {
    return this.#on();
  }

  get chosen(): Row | null {
    return this.rows[this.active] ?? null;
  }

  /** The favourites and recents that stand in the box while nothing is asked. */
  setShelf(hits: SearchHit[]): void {
    this.#shelf = hits;
    if (this.query.trim() === '' && this.below === null)
      this.#show(
        hits.map((hit) => ({ kind: 'hit', hit })),
        hits.length,
      );
  }

  /**
   * A keystroke. Typing over what was attached last is a new question, so the old words no longer support
   * it; words that are only refined still do.
   */
  async type(query: string): Promise<void> {
    if (this.spent || replaces(this.query, query)) this.words = null;
    this.spent = false;
    await this.ask(query);
  }

  async askWords(query: string, words: Evidence): Promise<void> {
    this.words = words;
    this.spent = false;
    await this.ask(query);
  }

  ask(query: string): Promise<void> {
    this.#pending = this.#ask(query);
    return this.#pending;
  }

  /**
   * The row that Enter means, the one at `index` for a digit. Fast hands press it before the reply is here: then it is
   * the reply's row. Null where no answer came, so that a row of an older question is never taken for it.
   */
  async choice(index?: number): Promise<Row | null> {
    let awaited;
    do {
      awaited = this.#pending;
      await awaited;
    } while (awaited !== this.#pending);
    return this.answered === this.query ? (this.rows[index ?? this.active] ?? null) : null;
  }

  async #ask(query: string): Promise<void> {
    this.query = query;
    this.below = null;
    this.picker.close();
    const mine = ++sequence;
    this.#latest = mine;
    if (query.trim() === '') {
      this.answered = query;
      this.#show(
        this.#shelf.map((hit) => ({ kind: 'hit', hit })),
        this.#shelf.length,
      );
      return;
    }
    try {
      const reply = await this.#desk.search(mine, { query, on: this.#on(), systems: this.#systems(), limit: LIMIT, filters: this.#limits });
      if (reply.sequence !== this.#latest) return;
      this.answered = query;
      this.#show(this.#withLine(query, reply.answer.hits), reply.answer.total);
      this.partial = reply.answer.partial;
      this.unknownWords = reply.answer.unknownWords;
      this.advice = reply.answer.advice;
    } catch (error) {
      if (mine !== this.#latest) return;
      this.#show([], 0);
      this.#fail(error);
    }
  }

  /** Whom a code may fit or not: the patient of the encounter at hand, where sex or age is known. */
  get patient(): PatientFit | null {
    return this.#patient();
  }

  get filtered(): boolean {
    const { chapter, billableOnly, laterality, fittingFirst } = this.filters;
    return chapter !== null || billableOnly || laterality !== null || (fittingFirst && this.patient !== null);
  }

  /** The filters as the book takes them. The face sheet may have been corrected since they were set. */
  get #limits(): SearchFilters {
    const { chapter, billableOnly, laterality, fittingFirst } = this.filters;
    return { chapter: chapter?.code ?? null, billableOnly, laterality, patient: fittingFirst ? this.patient : null };
  }

  /** Asks again within other limits. */
  filter(change: Partial<KeptFilters>): Promise<void> {
    this.filters = { ...this.filters, ...change };
    this.#onfilter(this.filters);
    return this.ask(this.query);
  }

  /** The chapter of the highlighted hit, or no longer. */
  async filterChapter(): Promise<void> {
    const row = this.chosen;
    if (this.filters.chapter !== null) await this.filter({ chapter: null });
    else if (row?.kind === 'hit') {
      try {
        const detail = await this.#desk.code(row.hit.system, row.hit.code, this.#on());
        const chapter = detail?.path[0];
        if (chapter?.kind === 'chapter') await this.filter({ chapter: { system: chapter.system, code: chapter.code } });
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  /** Right, left, bilateral, any. */
  filterSide(): Promise<void> {
    const next = (SIDES.indexOf(this.filters.laterality) + 1) % SIDES.length;
    return this.filter({ laterality: SIDES[next] ?? null });
  }

  filterPatient(): Promise<void> {
    return this.filter({ fittingFirst: !this.filters.fittingFirst });
  }

  /** The words for which the coder looks: they may name the side or the encounter of a code that they led to. */
  get #said(): string {
    return `${this.query} ${this.words?.quote ?? ''}`;
  }

  /** Completes a header by choices; where none leads to a billable code, what is below it is listed. */
  async complete(hit: Incomplete, occasion: Occasion = { said: this.#said }): Promise<void> {
    if ((await this.picker.open(hit, occasion)) === 'nothing') await this.openBelow(hit);
  }

  /** The codes below a header, in book order; `from` is highlighted among them, and again when they are left. */
  async openBelow(hit: { system: CodeSystem; code: string; title: string | null }, from: string | null = null): Promise<void> {
    const mine = ++sequence;
    this.#latest = mine;
    try {
      const children = await this.#desk.children(hit.system, hit.code, this.#on());
      if (mine !== this.#latest) return;
      this.answered = this.query;
      this.below = { code: hit.code, title: hit.title };
      this.#cameFrom = from ?? hit.code;
      this.#show(
        children.map((child) => ({ kind: 'hit', hit: asHit(child) })),
        children.length,
      );
      this.#highlight(from);
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
    }
  }

  /** The codes of a range that a note names, in book order, whatever the filters are. */
  async openRange(range: string): Promise<void> {
    const mine = ++sequence;
    this.#latest = mine;
    this.picker.close();
    try {
      const request = { query: range, on: this.#on(), systems: DIAGNOSES, limit: MOST_OF_A_RANGE, filters: NO_LIMITS };
      const { answer } = await this.#desk.search(mine, request);
      if (mine !== this.#latest) return;
      this.answered = this.query;
      this.below = { code: range, title: null };
      this.#cameFrom = null;
      this.#show(
        answer.hits.map((hit) => ({ kind: 'hit', hit })),
        answer.total,
      );
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
    }
  }

  /** Back from the codes below a header to the results. */
  async closeBelow(): Promise<void> {
    const code = this.#cameFrom;
    await this.ask(this.query);
    this.#highlight(code);
  }

  #highlight(code: string | null): void {
    const index = this.rows.findIndex((row) => row.kind === 'hit' && row.hit.code === code);
    if (index >= 0) this.active = index;
  }

  move(by: number): void {
    if (this.rows.length > 0) this.active = Math.min(Math.max(this.active + by, 0), this.rows.length - 1);
  }

  /** After an attach the box keeps its question; what is typed next begins a new one. */
  markSpent(): void {
    this.spent = true;
  }

  clear(): void {
    this.words = null;
    void this.ask('');
  }

  #withLine(query: string, hits: SearchHit[]): Row[] {
    const rows: Row[] = hits.map((hit) => ({ kind: 'hit', hit }));
    const code = this.offersLines ? procedureCode(query) : null;
    if (code === null || hits.some((hit) => plainCode(hit.code).startsWith(plainCode(code)))) return rows;
    return [{ kind: 'line', code }, ...rows];
  }

  #show(rows: Row[], total: number): void {
    this.rows = rows;
    this.total = total;
    this.active = 0;
    this.partial = false;
    this.unknownWords = [];
    this.advice = [];
  }
}

export function asHit(code: CodeSummary): SearchHit {
  const { system, title, kind, billable, standing } = code;
  return {
    system,
    code: code.code,
    title,
    kind,
    billable,
    standing,
    matchedText: null,
    codeHighlights: [],
    titleHighlights: [],
    matchedHighlights: [],
    reasons: [],
    score: 0,
  };
}

/** Whether what was typed is another question and not the same one refined. Wrong evidence is worse than none. */
function replaces(before: string, after: string): boolean {
  if (after.trim() === '' || (after.length <= 1 && before.length > 2)) return true;
  const enough = Math.min(2, before.length, after.length);
  return shared([...before], [...after]) < enough && shared([...before].reverse(), [...after].reverse()) < enough;
}

function shared(a: string[], b: string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
