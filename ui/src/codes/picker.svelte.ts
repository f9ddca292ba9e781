import { desk, type CodeSummary, type CodeSystem, type Variant, type VariantChoice } from '../ipc';

export type Chooser = Pick<typeof desk, 'variants'>;
export type Incomplete = { system: CodeSystem; code: string; title: string | null };
/** What is said of the code besides itself: words that may name a choice, and where the hand goes that gives up. */
export type Occasion = { said?: string; onleave?: () => void };
type Opened = 'open' | 'nothing' | 'gone';
type Level = { choice: VariantChoice; active: number };

/** From an incomplete code to the billable one: one choice after the other, each by a key. */
export class Picker {
  /** The code to be completed; null while nothing is. */
  from = $state.raw<Incomplete | null>(null);
  /** The choices made, and last the one to be made. */
  levels = $state.raw<Level[]>([]);
  /** Where the hand goes that leaves the picker, if not to the search box. */
  onleave: (() => void) | null = null;
  #said = '';
  /** Fast hands press the next key before the choice is here: their deeds wait for each other. */
  #deeds: Promise<unknown> = Promise.resolve();
  #opened = 0;
  #on: () => string;
  #fail: (error: unknown) => void;
  #desk: Chooser;

  constructor(options: { on: () => string; fail: (error: unknown) => void; desk: Chooser }) {
    this.#on = options.on;
    this.#fail = options.fail;
    this.#desk = options.desk;
  }

  get choice(): VariantChoice | null {
    return this.levels.at(-1)?.choice ?? null;
  }

  get active(): number {
    return this.levels.at(-1)?.active ?? 0;
  }

  get highlighted(): Variant | null {
    return this.choice?.variants[this.active] ?? null;
  }

  /** The code as far as it is chosen. */
  get decided(): Incomplete | null {
    return this.choice?.at ?? this.from;
  }

  /** "nothing" where nothing billable is below the code; "gone" where the hand went elsewhere before the answer, or none came. */
  open(from: Incomplete, { said = '', onleave }: Occasion = {}): Promise<Opened> {
    const mine = ++this.#opened;
    this.from = from;
    this.#said = said;
    this.onleave = onleave ?? null;
    this.levels = [];
    return this.#then(async () => {
      const opened = await this.#descend(mine, from);
      if (opened !== 'open' && mine === this.#opened) this.close();
      return opened;
    });
  }

  /** Makes the choice of that key, or the highlighted one. The code where it is complete with that, else null. */
  choose(key?: string): Promise<CodeSummary | null> {
    const mine = this.#opened;
    return this.#then(async () => {
      const variants = this.choice?.variants ?? [];
      const index = key === undefined ? this.active : variants.findIndex((variant) => variant.key === key.toUpperCase());
      const variant = variants[index];
      if (!variant || mine !== this.#opened) return null;
      this.highlight(index);
      if (variant.code.billable) return variant.code;
      await this.#descend(mine, variant.code);
      return null;
    });
  }

  highlight(index: number): void {
    const last = this.levels.at(-1);
    if (last?.choice.variants[index]) this.levels = [...this.levels.slice(0, -1), { ...last, active: index }];
  }

  move(by: number): void {
    const count = this.choice?.variants.length ?? 0;
    this.highlight(Math.min(Math.max(this.active + by, 0), count - 1));
  }

  /** One step back; from the first choice out of the picker. */
  back(): Promise<void> {
    return this.#then(async () => {
      if (this.levels.length > 1) this.levels = this.levels.slice(0, -1);
      else this.close();
    });
  }

  close(): void {
    this.#opened += 1;
    this.from = null;
    this.levels = [];
  }

  async #descend(mine: number, into: Incomplete): Promise<Opened> {
    try {
      const choice = await this.#desk.variants(into.system, into.code, this.#on(), this.#said, this.levels.length > 0);
      if (mine !== this.#opened) return 'gone';
      if (!choice) return 'nothing';
      this.levels = [...this.levels, { choice, active: 0 }];
      return 'open';
    } catch (error) {
      if (mine === this.#opened) this.#fail(error);
      return 'gone';
    }
  }

  #then<T>(deed: () => Promise<T>): Promise<T> {
    const done = this.#deeds.then(deed);
    this.#deeds = done.catch(() => undefined);
    return done;
  }
}
