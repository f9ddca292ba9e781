import { desk, type CodeDetail, type CodeSystem } from '../ipc';

export type Reader = Pick<typeof desk, 'code'>;
export type Leaf = { system: CodeSystem; code: string };

/** More pages than anybody goes back. */
const KEPT = 50;

/** The page at which the book lies open, and the way there. */
export class Book {
  detail = $state.raw<CodeDetail | null>(null);
  /** Asked for and not in the book. */
  missing = $state<string | null>(null);
  #back = $state.raw<Leaf[]>([]);
  #forward = $state.raw<Leaf[]>([]);
  /** The page passes by as the hand moves over results: the next that does takes its place. */
  #passing = false;
  #latest = 0;
  #on: () => string;
  #fail: (error: unknown) => void;
  #desk: Reader;

  constructor(options: { on: () => string; fail: (error: unknown) => void; desk?: Reader }) {
    this.#on = options.on;
    this.#fail = options.fail;
    this.#desk = options.desk ?? desk;
  }

  get canGoBack(): boolean {
    return this.#back.length > 0;
  }

  get canGoForward(): boolean {
    return this.#forward.length > 0;
  }

  /**
   * Turns to a code. The page that is left can be gone back to; only of the pages over which the hand passes in a list of
   * results (`passing`) the last one alone is kept.
   */
  async open(leaf: Leaf, passing = false): Promise<void> {
    const left = this.#leaf;
    const found = await this.#show(leaf);
    if (left && isSame(left, leaf)) this.#passing &&= passing;
    if (!found || this.missing !== null || (left && isSame(left, leaf))) return;
    if (left && !(passing && this.#passing)) this.#back = [...this.#back.slice(1 - KEPT), left];
    this.#forward = [];
    this.#passing = passing;
  }

  async goBack(): Promise<void> {
    [this.#back, this.#forward] = await this.#step(this.#back, this.#forward);
  }

  async goForward(): Promise<void> {
    [this.#forward, this.#back] = await this.#step(this.#forward, this.#back);
  }

  /** Turns to the last page of the one pile and lays the page that lies open on the other. */
  async #step(from: Leaf[], onto: Leaf[]): Promise<[Leaf[], Leaf[]]> {
    const [leaf, left] = [from.at(-1), this.#leaf];
    if (!leaf || !(await this.#show(leaf))) return [from, onto];
    this.#passing = false;
    return [from.slice(0, -1), left ? [...onto, left] : onto];
  }

  /** Again, for another date. */
  async reopen(): Promise<void> {
    if (this.#leaf) await this.#show(this.#leaf);
  }

  up(): Promise<void> {
    return this.#turn(this.detail?.path.at(-1));
  }

  down(): Promise<void> {
    return this.#turn(this.detail?.children[0]);
  }

  next(): Promise<void> {
    return this.#turn(this.detail?.next);
  }

  previous(): Promise<void> {
    return this.#turn(this.detail?.previous);
  }

  async #turn(leaf: Leaf | null | undefined): Promise<void> {
    if (leaf) await this.open({ system: leaf.system, code: leaf.code });
  }

  get #leaf(): Leaf | null {
    return this.detail && { system: this.detail.system, code: this.detail.code };
  }

  /** False where a later page overtook it or it cannot be read. What is not in the book leaves the page that lies open. */
  async #show(leaf: Leaf): Promise<boolean> {
    const mine = ++this.#latest;
    try {
      const detail = await this.#desk.code(leaf.system, leaf.code, this.#on());
      if (mine !== this.#latest) return false;
      if (detail) this.detail = detail;
      this.missing = detail ? null : leaf.code;
      return true;
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
      return false;
    }
  }
}

const isSame = (one: Leaf, other: Leaf) => one.system === other.system && one.code === other.code;
