import { desk, type CodeDetail, type CodeSystem } from '../ipc';

export type Reader = Pick<typeof desk, 'code'>;
export type Leaf = { system: CodeSystem; code: string };

/** The page at which the book lies open. */
export class Book {
  detail = $state.raw<CodeDetail | null>(null);
  /** Asked for and not in the book. */
  missing = $state<string | null>(null);
  #back = $state.raw<Leaf[]>([]);
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

  /** Turns to a code. `follow` remembers the page left, so that a link can be gone back from. */
  async open(leaf: Leaf, follow = false): Promise<void> {
    const mine = ++this.#latest;
    const left = this.detail;
    if (left && left.code === leaf.code && left.system === leaf.system && follow) return;
    try {
      const detail = await this.#desk.code(leaf.system, leaf.code, this.#on());
      if (mine !== this.#latest) return;
      if (follow && left) this.#back = [...this.#back.slice(-49), { system: left.system, code: left.code }];
      if (!follow) this.#back = [];
      if (detail) this.detail = detail;
      this.missing = detail ? null : leaf.code;
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
    }
  }

  async goBack(): Promise<void> {
    const leaf = this.#back.at(-1);
    if (!leaf) return;
    const rest = this.#back.slice(0, -1);
    await this.open(leaf);
    this.#back = rest;
  }

  /** Again, for another date. */
  async reopen(): Promise<void> {
    if (this.detail) await this.open({ system: this.detail.system, code: this.detail.code });
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
    if (leaf) await this.open({ system: leaf.system, code: leaf.code }, true);
  }
}
