import { desk, type ProcedureChoice, type ProcedureValue } from '../../ipc';

export type Tables = Pick<typeof desk, 'chooseProcedure'>;

const LENGTH = 7;
const OPEN = '-';

/** A procedure on its way through the tables of ICD-10-PCS: what is chosen, what may follow, and what was typed to find it. */
export class ProcedureTables {
  open = $state(false);
  choice = $state.raw<ProcedureChoice | null>(null);
  /** What was typed: a character, or the beginnings of words of a meaning. */
  typed = $state('');
  active = $state(0);
  /** The characters chosen by hand, one a place. What was filled in by itself stands only in `choice`. */
  #chosen: string[] = blank();
  /** The place to which the hand stepped back; null: the first open one. */
  #at: number | null = null;
  #latest = 0;
  #keystroke = 0;
  #pending: Promise<void> = Promise.resolve();
  #on: () => string;
  #fail: (error: unknown) => void;
  #desk: Tables;

  constructor(options: { on: () => string; fail: (error: unknown) => void; desk?: Tables }) {
    this.#on = options.on;
    this.#fail = options.fail;
    this.#desk = options.desk ?? desk;
  }

  /** What may be chosen and answers to what was typed; a character that is meant exactly comes first. */
  get shown(): ProcedureValue[] {
    const values = this.choice?.values ?? [];
    if (this.typed.trim() === '') return values;
    const exact = values.filter((value) => value.character === this.typed.trim().toUpperCase());
    return [...exact, ...values.filter((value) => !exact.includes(value) && answers(value, this.typed))];
  }

  get highlighted(): ProcedureValue | null {
    return this.shown[this.active] ?? null;
  }

  /** The character that stood at the open place before the hand stepped back to it. */
  get before(): string | null {
    const at = this.choice?.at;
    const character = at ? this.#chosen[at - 1] : undefined;
    return character && character !== OPEN ? character : null;
  }

  /** Opens the tables at the beginning of a code, or at the section. */
  async start(beginning = ''): Promise<void> {
    this.#chosen = [...beginning.toUpperCase().slice(0, LENGTH), ...blank()].slice(0, LENGTH);
    this.#at = null;
    await this.#ask();
    // Not before there is something to choose: the box that takes the hand must be there.
    this.open = this.choice !== null;
  }

  close(): void {
    this.open = false;
  }

  /**
   * What stands in the box now. A character that can mean nothing else is taken at once, so that a code that one knows is
   * typed straight through.
   */
  async type(text: string): Promise<void> {
    const mine = ++this.#keystroke;
    this.typed = text;
    this.active = 0;
    await this.#pending;
    while (mine === this.#keystroke && this.typed !== '') {
      const value = this.#meant(this.typed);
      if (value === null) break;
      const rest = this.typed.slice(1);
      const taken = value === 'given' ? null : this.take(value);
      this.typed = rest;
      await taken;
    }
  }

  /** The value that the first character of a text must mean; `given` for one that was filled in by itself already. */
  #meant(text: string): ProcedureValue | 'given' | null {
    const { choice } = this;
    if (!choice) return null;
    const character = (text[0] ?? '').toUpperCase();
    const value = choice.values.find((each) => each.character === character);
    const words = choice.values.some((each) => answers(each, text));
    if (value) return words ? null : value;
    const last = choice.at === null ? choice.places.length : choice.at - 1;
    const given = choice.places.slice(0, last).findLast((place) => place.byItself)?.character === character;
    return given && !words ? 'given' : null;
  }

  take(value: ProcedureValue): Promise<void> {
    const at = this.choice?.at;
    if (!at) return Promise.resolve();
    this.#chosen[at - 1] = value.character;
    this.#at = null;
    this.typed = '';
    return this.#ask();
  }

  /** Steps back to the place chosen last before this one. What comes later stays and is kept as far as it fits. */
  back(): Promise<void> {
    const from = this.choice?.at ?? LENGTH + 1;
    for (let place = from - 1; place >= 1; place -= 1) if (this.#chosen[place - 1] !== OPEN) return this.goTo(place);
    return Promise.resolve();
  }

  /** Steps forward again, past what was chosen before. */
  forward(): Promise<void> {
    this.#at = null;
    return this.#ask();
  }

  goTo(place: number): Promise<void> {
    this.#at = place;
    return this.#ask();
  }

  move(by: number): void {
    const { length } = this.shown;
    if (length > 0) this.active = Math.min(Math.max(this.active + by, 0), length - 1);
  }

  #ask(): Promise<void> {
    this.#pending = this.#reask();
    return this.#pending;
  }

  async #reask(): Promise<void> {
    const mine = ++this.#latest;
    this.typed = '';
    try {
      const choice = await this.#desk.chooseProcedure(this.#chosen.join(''), this.#at, this.#on());
      if (mine !== this.#latest) return;
      // What was dropped is not chosen any more; the place stepped back to keeps what stood there.
      this.#chosen = this.#chosen.map((character, at) => {
        const place = choice.places[at];
        return at + 1 === this.#at || (place && !place.byItself && place.character !== null) ? character : OPEN;
      });
      this.choice = choice;
      const was = choice.values.findIndex((value) => value.character === this.before);
      this.active = Math.max(was, 0);
    } catch (error) {
      if (mine === this.#latest) this.#fail(error);
    }
  }
}

function blank(): string[] {
  return Array.from({ length: LENGTH }, () => OPEN);
}

/** Whether every typed word begins a word of the meaning. */
function answers(value: ProcedureValue, typed: string): boolean {
  const words = (value.meaning ?? '').toLowerCase().split(/[^a-z0-9]+/);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '')
    .every((part) => words.some((word) => word.startsWith(part)));
}
